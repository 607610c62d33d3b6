package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
import dev.seal.bench.PuzzleData.TooLong;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzles;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Where puzzles come from, and how many are taken; which ones fit depends on the model. */
final class PuzzleSource {

  // The least that is left for the end of an answer which is not the one expected.
  private static final int SPARE = 4;

  private final String name;
  private final boolean practice;
  private final List<Puzzle> test;
  private final List<Puzzle> train;
  private final List<String> unsolved;
  private final int measured;
  private final int trained;

  private PuzzleSource(
      String name,
      boolean practice,
      List<Puzzle> test,
      List<Puzzle> train,
      List<String> unsolved,
      int measured,
      int trained) {
    this.name = name;
    this.practice = practice;
    this.test = List.copyOf(test);
    this.train = List.copyOf(train);
    this.unsolved = List.copyOf(unsolved);
    this.measured = measured;
    this.trained = trained;
  }

  /** The practice puzzles. */
  static PuzzleSource practice() {
    return new PuzzleSource(
        "practice puzzles",
        true,
        Practice.puzzles().eval(),
        Practice.puzzles().train(),
        List.of(),
        0,
        0);
  }

  /** A file's puzzles with known solutions, in a random order of fixed seed. */
  static PuzzleSource file(Path file, @Nullable Path solutions) {
    List<Puzzle> all = load(file, solutions);
    List<Puzzle> solved = new ArrayList<>(all.stream().filter(PuzzleSource::isSolved).toList());
    List<String> unsolved =
        all.stream().filter(puzzle -> !isSolved(puzzle)).map(Puzzle::id).toList();
    if (solved.isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has no puzzle with known solutions among its "
              + all.size()
              + "; give their file by --solutions");
    }
    Collections.shuffle(solved, new Random(42));
    return new PuzzleSource(file.getFileName().toString(), false, solved, solved, unsolved, 0, 0);
  }

  static List<Puzzle> load(Path file, @Nullable Path solutions) {
    return solutions == null ? Puzzles.load(file) : Puzzles.load(file, solutions);
  }

  static boolean isSolved(Puzzle puzzle) {
    return puzzle.tests().stream().allMatch(test -> test.solution().isPresent());
  }

  /** How many puzzles are measured where nothing is said. */
  int atMost(int otherwise, boolean quick) {
    return practice && !quick ? test.size() : Math.min(otherwise, test.size());
  }

  /** How many others there are for the rounds, at most so many. */
  int others(int wanted, int taken) {
    return Math.max(0, Math.min(wanted, train.size() - (practice ? 0 : taken)));
  }

  /**
   * Takes the first puzzles.
   *
   * @throws IllegalArgumentException if there are not as many
   */
  PuzzleSource take(int measured, int trained) {
    require("--puzzles", measured, 1, test.size());
    require("--round-puzzles", trained, 0, train.size() - (practice ? 0 : measured));
    return new PuzzleSource(name, practice, test, train, unsolved, measured, trained);
  }

  private static void require(String what, int count, int least, int most) {
    if (count < least || count > most) {
      throw new IllegalArgumentException(
          what
              + " must be from "
              + least
              + " to "
              + most
              + ", which is how many puzzles with known solutions there are for it, but was "
              + count);
    }
  }

  /**
   * Takes the first puzzles that fit into a model's window, and lists those before them that do
   * not.
   *
   * @throws IllegalArgumentException if none fits
   */
  PuzzleData choose(LanguageModel model, PuzzlePlan plan) {
    PuzzleLengths lengths = new PuzzleLengths(model, plan);
    List<TooLong> tooLong = new ArrayList<>();
    Iterator<Puzzle> all = test.iterator();
    List<Puzzle> toMeasure = fitting(all, measured, lengths, tooLong);
    List<Puzzle> toLearn = fitting(practice ? train.iterator() : all, trained, lengths, tooLong);
    if (toMeasure.isEmpty() || (toLearn.isEmpty() && plan.rounds() > 0)) {
      throw new IllegalArgumentException(
          "there are "
              + toMeasure.size()
              + " puzzles to measure and "
              + toLearn.size()
              + " for the rounds that fit into the model's window of "
              + lengths.window()
              + " tokens, and "
              + tooLong.size()
              + " that do not: "
              + words(tooLong)
              + "; give a model with a larger window, other puzzles, or --rounds 0");
    }
    return new PuzzleData(
        name,
        toMeasure,
        toLearn,
        List.copyOf(tooLong),
        unsolved,
        lengths.window(),
        answerTokens(plan, lengths, toMeasure, toLearn));
  }

  private OptionalInt answerTokens(
      PuzzlePlan plan, PuzzleLengths lengths, List<Puzzle> toMeasure, List<Puzzle> toLearn) {
    if (practice || plan.maxAnswerTokens().isPresent()) {
      return plan.maxAnswerTokens();
    }
    List<Puzzle> all = new ArrayList<>(toMeasure);
    all.addAll(toLearn);
    return OptionalInt.of(SPARE + all.stream().mapToInt(lengths::answer).max().orElseThrow());
  }

  private static List<Puzzle> fitting(
      Iterator<Puzzle> all, int count, PuzzleLengths lengths, List<TooLong> tooLong) {
    List<Puzzle> fitting = new ArrayList<>();
    while (fitting.size() < count && all.hasNext()) {
      Puzzle puzzle = all.next();
      int needed = lengths.needed(puzzle);
      if (needed <= lengths.window()) {
        fitting.add(puzzle);
      } else {
        tooLong.add(new TooLong(puzzle.id(), needed));
      }
    }
    return List.copyOf(fitting);
  }

  private static String words(List<TooLong> tooLong) {
    return tooLong.stream().map(puzzle -> puzzle.id() + " needs " + puzzle.tokens()).toList()
        + " tokens";
  }
}
