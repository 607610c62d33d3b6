package dev.seal.bench;

import dev.seal.api.Passage;
import dev.seal.api.task.Grader;
import dev.seal.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of what is done with passages, for the terminal and the page. */
final class PassageTables {

  static final String INPUTS = "passages";

  private final PassagePlan plan;
  private final boolean practice;

  /**
   * Of a plan.
   *
   * @param practice whether the figures can be held against those of the practice model
   */
  PassageTables(PassagePlan plan, boolean practice) {
    this.plan = plan;
    this.practice = practice;
  }

  /** A row per method and stage. */
  Table methods(List<ProofRow<Passage>> rows) {
    List<MethodTable.Column<Passage>> columns = new ArrayList<>();
    for (Grader grader : plan.graders()) {
      columns.add(
          columns.isEmpty()
              ? new MethodTable.Column<>(grader + ", %", evaluation -> evaluation.accuracy())
              : new MethodTable.Column<>(grader + ", %", new Marking(grader)::mark));
    }
    return new MethodTable<>(
            INPUTS,
            PassageReference.OWN,
            plan.selfEdits(),
            "with the frozen model's marks",
            PassageReference.ALL,
            practice,
            columns)
        .of(rows);
  }

  /** All that a run came to. */
  List<Table> all(PassageFigures run) {
    List<Table> all = new ArrayList<>(List.of(methods(run.rows())));
    if (!run.claims().isEmpty()) {
      all.add(ProofTables.claims(run.claims(), INPUTS));
    }
    if (!run.improvements().isEmpty()) {
      all.add(ProofTables.rounds(run.improvements()));
    }
    if (!run.sides().isEmpty()) {
      all.add(sides(run.sides()));
    }
    if (!run.joint().isEmpty()) {
      all.add(joint(run.joint()));
    }
    return all;
  }

  /** Rewards without labelled questions. */
  Table sides(List<SideReward> sides) {
    Table.Builder table =
        Table.builder()
            .left("reward")
            .right(
                "pairs",
                "rank correlation",
                "within passages",
                "same best %",
                "questions",
                "left out",
                "learned from it %");
    for (SideReward side : sides) {
      table.row(
          side.label(),
          String.valueOf(side.pairs()),
          correlation(side.rank()),
          correlation(side.within()),
          String.format(Locale.ROOT, "%.0f", 100 * side.agreement()),
          String.format(Locale.ROOT, "%.1f", side.questions()),
          String.valueOf(side.leftOut()),
          side.row().evaluation().accuracy().toString());
    }
    return table
        .note(
            "Spearman's rank correlation with the labelled reward over the same self-edits of the"
                + " first round; \"same best\": its choice is one of the labelled reward's best.")
        .build();
  }

  /** One adapter for many passages. */
  Table joint(List<JointRow> rows) {
    Table.Builder table =
        Table.builder()
            .right("passages")
            .left("lessons")
            .right("% of all questions", "frozen %", "documents", "tokens", "steps", "time s");
    for (JointRow row : rows) {
      table.row(
          row.passages() + (row.adapters() > 1 ? " (x " + row.adapters() + ")" : ""),
          row.method(),
          row.accuracy().toString(),
          row.frozen().toString(),
          String.valueOf(row.documents()),
          ProofTables.number((double) row.tokens()),
          String.valueOf(row.steps()),
          ProofTables.seconds(row.time()));
    }
    return table.note("All questions in one pool; standard errors are over questions.").build();
  }

  private static String correlation(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.2f", value);
  }
}
