package dev.seal.bench;

import static dev.seal.bench.PuzzleReference.IN_CONTEXT;
import static dev.seal.bench.PuzzleReference.ORACLE;

import dev.seal.bench.PuzzleOutcome.Reached;
import dev.seal.report.Table;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.ArrayList;
import java.util.List;

/** The tables of what is done with puzzles, for the terminal and the page. */
final class PuzzleTables {

  static final String INPUTS = "puzzles";

  private final PuzzlePlan plan;
  private final boolean practice;

  /**
   * Of a plan.
   *
   * @param practice whether the figures can be held against those of the practice model
   */
  PuzzleTables(PuzzlePlan plan, boolean practice) {
    this.plan = plan;
    this.practice = practice;
  }

  /** A row per method and stage. */
  Table methods(List<ProofRow<Puzzle>> rows) {
    return new MethodTable<Puzzle>(
            INPUTS,
            PuzzleReference.OWN,
            plan.selfEdits(),
            "as unsolved",
            PuzzleReference.ALL,
            practice,
            List.of(new MethodTable.Column<>("solved, %", evaluation -> evaluation.accuracy())))
        .of(rows);
  }

  /** What some groups of augmentations reach with each loss. */
  Table sweep(List<SweepRow> sweep) {
    Table.Builder table =
        Table.builder().left("augmentations").right("all tokens, %", "outputs, %");
    for (SweepRow row : sweep) {
      List<String> cells = new ArrayList<>(List.of(row.groups()));
      row.strategies().forEach(each -> cells.add(each.evaluation().accuracy().toString()));
      table.row(cells.toArray(String[]::new));
    }
    return table
        .note(
            "Solved after training with these augmentations and with the loss on these tokens, at"
                + " learning rate "
                + plan.oracle().learningRate()
                + ", "
                + plan.oracle().epochs()
                + " epochs.")
        .build();
  }

  /**
   * A row per puzzle.
   *
   * @param whole whether there is room to say why self-edits were rejected
   */
  Table puzzles(PuzzleFigures run, boolean whole) {
    Table.Builder table =
        Table.builder().left("puzzle").right("in context", "oracle configuration");
    run.own().forEach(row -> table.right(row.named()));
    table.left("why not");
    if (whole) {
      table.left("self-edits rejected because");
    }
    for (PuzzleOutcome outcome : PuzzleOutcome.all(run.rows())) {
      List<String> cells = new ArrayList<>();
      cells.add(outcome.puzzle().id());
      cells.add(solved(outcome.reached(IN_CONTEXT, 0).orElseThrow()));
      cells.add(solved(outcome.reached(ORACLE, 0).orElseThrow()));
      for (ProofRow<Puzzle> row : run.own()) {
        cells.add(solved(outcome.reached(row.id(), row.stage()).orElseThrow()));
      }
      cells.add(outcome.whyNot());
      if (whole) {
        cells.add(outcome.isSolved() ? "" : String.join("; ", outcome.rejections()));
      }
      table.row(cells.toArray(String[]::new));
    }
    return table
        .note(
            "How many of a method's candidates solved the puzzle; where nothing did, by what came"
                + " nearest.")
        .build();
  }

  private static String solved(Reached reached) {
    return reached.solved() + "/" + reached.tried();
  }

  /** What is claimed, with paired intervals. */
  static Table claims(PuzzleFigures run) {
    String families = run.withVariants().isEmpty() ? "" : ", or over each with its variant";
    return ProofTables.claims(run.claims(), INPUTS + families);
  }

  /** All that a run came to. */
  List<Table> all(PuzzleFigures run) {
    List<Table> all = new ArrayList<>(List.of(methods(run.rows())));
    if (!run.claims().isEmpty()) {
      all.add(claims(run));
    }
    if (!run.improvements().isEmpty()) {
      all.add(ProofTables.rounds(run.improvements()));
    }
    ChoiceTables choices = ChoiceTables.of(run.own());
    all.add(choices.shares());
    if (choices.hasReasons()) {
      all.add(choices.reasons());
    }
    if (!run.sweep().isEmpty()) {
      all.add(sweep(run.sweep()));
    }
    all.add(puzzles(run, false));
    return all;
  }
}
