package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.InputResult;
import dev.seal.api.Score;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What became of one puzzle under each method.
 *
 * @param puzzle the puzzle
 * @param methods what each method reached, in the order of their rows
 */
record PuzzleOutcome(Puzzle puzzle, List<Reached> methods) {

  /**
   * What a method reached.
   *
   * @param row the method
   * @param solved how many of its candidates solved the puzzle, or 1 if the model without any did
   * @param tried how many candidates there were; 1 for the model without any
   * @param rejections why some of them were not tried, each reason once
   * @param untrained whether all candidates were rejected
   * @param nearest the answers of the best, or of the model as it is where all were rejected
   * @param miss how far these are from the solution
   */
  record Reached(
      ProofRow<Puzzle> row,
      int solved,
      int tried,
      List<String> rejections,
      boolean untrained,
      List<String> nearest,
      Miss miss) {

    private static Reached of(ProofRow<Puzzle> row, InputResult<Puzzle> result) {
      List<Candidate> candidates = result.candidates();
      int solved =
          candidates.isEmpty()
              ? (int) Math.round(result.frozen().mean())
              : (int) candidates.stream().filter(Reached::isSolved).count();
      List<String> nearest =
          Stream.concat(
                  Stream.of(result.frozenAnswers()).filter(answers -> candidates.isEmpty()),
                  candidates.stream().map(Candidate::answers).filter(a -> !a.isEmpty()))
              .min(Comparator.comparing(answers -> Miss.of(result.input(), answers)))
              .orElseGet(result::frozenAnswers);
      return new Reached(
          row,
          solved,
          Math.max(1, candidates.size()),
          candidates.stream().flatMap(c -> c.rejection().stream()).distinct().toList(),
          !candidates.isEmpty() && result.rejected() == candidates.size(),
          nearest,
          Miss.of(result.input(), nearest));
    }

    private static boolean isSolved(Candidate candidate) {
      return candidate.score().map(Score::mean).filter(mean -> mean == 1).isPresent();
    }
  }

  /** All puzzles of a run, in their order. */
  static List<PuzzleOutcome> all(List<ProofRow<Puzzle>> rows) {
    List<PuzzleOutcome> all = new ArrayList<>();
    int puzzles = rows.get(0).evaluation().results().size();
    for (int i = 0; i < puzzles; i++) {
      int number = i;
      all.add(
          new PuzzleOutcome(
              rows.get(0).evaluation().results().get(i).input(),
              rows.stream()
                  .map(row -> Reached.of(row, row.evaluation().results().get(number)))
                  .toList()));
    }
    return List.copyOf(all);
  }

  Optional<Reached> reached(String id, int stage) {
    return methods.stream()
        .filter(each -> each.row().id().equals(id) && each.row().stage() == stage)
        .findFirst();
  }

  boolean isSolved() {
    return methods.stream().anyMatch(each -> each.solved() > 0);
  }

  /** Why nothing solved it, by what came nearest; empty where something did. */
  String whyNot() {
    if (isSolved()) {
      return "";
    }
    Reached nearest = methods.stream().min(Comparator.comparing(Reached::miss)).orElseThrow();
    return nearest.miss().words() + " (" + nearest.row().named() + ")";
  }

  /** Why self-edits were rejected, each reason once. */
  List<String> rejections() {
    return methods.stream().flatMap(each -> each.rejections().stream()).distinct().toList();
  }
}
