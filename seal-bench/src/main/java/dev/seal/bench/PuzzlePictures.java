package dev.seal.bench;

import static dev.seal.bench.PuzzleReference.IN_CONTEXT;
import static dev.seal.bench.PuzzleReference.OWN;

import dev.seal.bench.PuzzleOutcome.Reached;
import dev.seal.report.Picture;
import dev.seal.report.Report;
import dev.seal.tasks.fewshot.Attempts;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.List;

/** Pictures of some puzzles, those that its own choices solved and those that they did not. */
final class PuzzlePictures {

  private static final int SHOWN = 3; // of each kind

  // ARC's, from 0 to 9.
  private static final List<String> COLOURS =
      List.of(
          "#000000", "#0074d9", "#ff4136", "#2ecc40", "#ffdc00", "#aaaaaa", "#f012be", "#ff851b",
          "#7fdbff", "#870c25");

  private final Report.Builder page;
  private final int stage;

  /**
   * Fills a page.
   *
   * @param stage the rounds after which training is shown
   */
  PuzzlePictures(Report.Builder page, int stage) {
    this.page = page;
    this.stage = stage;
  }

  void add(List<PuzzleOutcome> outcomes) {
    add("Puzzles that its own choices solved", outcomes.stream().filter(this::learned).toList());
    add(
        "Puzzles that its own choices did not solve",
        outcomes.stream().filter(this::missed).toList());
  }

  private boolean learned(PuzzleOutcome outcome) {
    return reached(outcome, IN_CONTEXT, 0).solved() == 0 && own(outcome).solved() > 0;
  }

  private boolean missed(PuzzleOutcome outcome) {
    return own(outcome).solved() == 0;
  }

  private void add(String heading, List<PuzzleOutcome> outcomes) {
    if (!outcomes.isEmpty()) {
      page.section(heading);
      outcomes.stream().limit(SHOWN).forEach(this::add);
    }
  }

  private void add(PuzzleOutcome outcome) {
    Puzzle puzzle = outcome.puzzle();
    List<Picture> pairs = new ArrayList<>();
    for (int i = 0; i < puzzle.train().size(); i++) {
      Pair pair = puzzle.train().get(i);
      pairs.add(picture("pair " + (i + 1) + ", input", pair.input()));
      pairs.add(picture("pair " + (i + 1) + ", output", pair.output()));
    }
    page.pictures(puzzle.id() + ": the pairs", pairs);
    for (int test = 0; test < puzzle.tests().size(); test++) {
      String of = puzzle.tests().size() == 1 ? "" : " " + (test + 1);
      Grid solution = puzzle.tests().get(test).solution().orElseThrow();
      List<Picture> row = new ArrayList<>();
      row.add(picture("test input" + of, puzzle.tests().get(test).input()));
      attempts(row, "in context", reached(outcome, IN_CONTEXT, 0), test, solution);
      attempts(
          row,
          own(outcome).untrained() ? "not trained, for all choices were rejected" : "trained",
          own(outcome),
          test,
          solution);
      row.add(picture("solution", solution));
      page.pictures(puzzle.id() + ": test" + of, row);
    }
    if (!outcome.whyNot().isEmpty()) {
      page.paragraph("Nothing solved " + puzzle.id() + ": " + outcome.whyNot() + ".");
    }
  }

  private static void attempts(
      List<Picture> row, String method, Reached reached, int test, Grid solution) {
    List<Grid> grids = Attempts.of(reached.nearest().get(test)).grids();
    for (int i = 0; i < grids.size(); i++) {
      String verdict = grids.get(i).equals(solution) ? "right" : "wrong";
      row.add(picture(method + " " + (i + 1) + ": " + verdict, grids.get(i)));
    }
  }

  private Reached own(PuzzleOutcome outcome) {
    return reached(outcome, OWN, stage);
  }

  private static Reached reached(PuzzleOutcome outcome, String id, int stage) {
    return outcome.reached(id, stage).orElseThrow();
  }

  static Picture picture(String caption, Grid grid) {
    return new Picture(
        caption,
        grid.cells().stream().map(row -> row.stream().map(COLOURS::get).toList()).toList());
  }
}
