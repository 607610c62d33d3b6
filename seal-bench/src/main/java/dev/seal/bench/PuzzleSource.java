package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
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

  /** The practice puzzles; for the rounds a variant of each as well, after them. */
  static PuzzleSource practice() {
    List<Puzzle> train = new ArrayList<>(Practice.puzzles().train());
    train.addAll(PuzzleVariants.of(train));
    return new PuzzleSource(
        "practice puzzles", true, Practice.puzzles().eval(), train, List.of(), 0, 0);
  }

  /** A file's puzzles with known solutions, in a random order of fixed seed. */
  static PuzzleSource file(Path file, @Nullable Path solutions) {
    List<Puzzle> all = load(file, solutions);
    List<Puzzle> solved = new ArrayList<>(all.stream().filter(PuzzleFit::isSolved).toList());
    List<String> unsolved =
        all.stream().filter(puzzle -> !PuzzleFit.isSolved(puzzle)).map(Puzzle::id).toList();
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

  /** How many puzzles are measured where nothing is said. */
  int atMost(int otherwise, boolean quick) {
    return practice && !quick ? test.size() : Math.min(otherwise, test.size());
  }

  /** How many others the rounds learn from where nothing is said. */
  int others(int otherwise, int taken) {
    return practice ? train.size() : Math.max(0, Math.min(otherwise, train.size() - taken));
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
   * Takes the first puzzles that fit into a model's window.
   *
   * @throws IllegalArgumentException if none fits
   */
  PuzzleData choose(LanguageModel model, PuzzlePlan plan) {
    PuzzleLengths lengths = new PuzzleLengths(model, plan.taskFor(model.info()), plan.oracle());
    Iterator<Puzzle> all = test.iterator();
    PuzzleFit toMeasure = PuzzleFit.first(measured, all, unsolved, lengths);
    toMeasure.requireSome();
    PuzzleFit toLearn =
        PuzzleFit.first(trained, practice ? train.iterator() : all, unsolved, lengths);
    if (plan.rounds() > 0) {
      toLearn.requireSome();
    }
    PuzzleFit both = toMeasure.and(toLearn);
    OptionalInt answer = plan.maxAnswerTokens();
    if (!practice && answer.isEmpty()) {
      answer = OptionalInt.of(both.answerTokens());
    }
    List<Puzzle> variants =
        practice && plan.rounds() > 0 ? PuzzleVariants.of(toMeasure.fitting()) : List.of();
    return new PuzzleData(name, toMeasure.fitting(), variants, toLearn.fitting(), both, answer);
  }
}
