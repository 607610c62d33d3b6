package dev.seal.bench;

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

  /** All that a run came to. */
  List<Table> all(PuzzleFigures run) {
    List<Table> all = new ArrayList<>(List.of(methods(run.rows())));
    if (!run.claims().isEmpty()) {
      all.add(ProofTables.claims(run.claims(), INPUTS));
    }
    if (!run.improvements().isEmpty()) {
      all.add(ProofTables.rounds(run.improvements()));
    }
    if (!run.sweep().isEmpty()) {
      all.add(sweep(run.sweep()));
    }
    return all;
  }
}
