package dev.seal.bench;

import dev.seal.Estimate;
import dev.seal.Improvement;
import dev.seal.Round;
import dev.seal.api.Passage;
import dev.seal.api.task.Grader;
import dev.seal.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The tables of {@link Proof}, for the terminal and the page. */
final class ProofTables {

  private final ProofPlan plan;
  private final boolean practice;

  /**
   * Of a plan.
   *
   * @param practice whether the figures can be held against those of the practice model
   */
  ProofTables(ProofPlan plan, boolean practice) {
    this.plan = plan;
    this.practice = practice;
  }

  /** A row per method and stage, the oracle's under the self-edits'. */
  Table methods(List<ProofRow> rows) {
    List<String> numbers = new ArrayList<>(List.of("rounds"));
    for (Grader grader : plan.graders()) {
      numbers.add(grader + ", %");
    }
    if (practice) {
      numbers.add("reference");
    }
    numbers.addAll(List.of("paper, 7B", "rejected", "tokens", "steps", "time s"));
    Table.Builder table = Table.builder().left("method").right(numbers.toArray(String[]::new));
    for (ProofRow row : rows) {
      table.row(cells(row, row.label(), row.name(), estimates(row)));
      if (row.id().equals(ProofReference.OWN) && plan.selfEdits() > 1) {
        int k = plan.selfEdits();
        table.row(
            cells(
                row,
                row.label() + ", best of " + k + " (oracle)",
                "best-of-" + k + '-' + row.stage(),
                oracle(row)));
      }
    }
    return table
        .note(
            "Means over "
                + rows.get(0).evaluation().results().size()
                + " passages with their standard errors; rejected candidates count with the frozen"
                + " model's marks. Tokens and optimizer steps are a candidate's, on average.")
        .build();
  }

  private List<String> estimates(ProofRow row) {
    List<String> cells = new ArrayList<>();
    cells.add(row.evaluation().accuracy().toString());
    for (Grader grader : plan.graders().subList(1, plan.graders().size())) {
      cells.add(row.marked(grader).toString());
    }
    return cells;
  }

  private List<String> oracle(ProofRow row) {
    List<String> cells = new ArrayList<>(List.of(row.evaluation().bestAccuracy().toString()));
    while (cells.size() < plan.graders().size()) {
      cells.add("");
    }
    return cells;
  }

  private String[] cells(ProofRow row, String label, String name, List<String> estimates) {
    List<String> cells = new ArrayList<>(List.of(label, String.valueOf(row.stage())));
    cells.addAll(estimates);
    if (practice) {
      cells.add(figure(ProofReference.practice(name)));
    }
    cells.add(figure(ProofReference.paper(name)));
    int candidates = row.evaluation().candidates();
    boolean trained = row.evaluation().trainedTokens() > 0;
    cells.add(trained ? row.evaluation().rejected() + "/" + candidates : "");
    cells.add(trained ? number(row.evaluation().trainedTokens() / (double) candidates) : "");
    cells.add(trained ? number(row.evaluation().optimizerSteps() / (double) candidates) : "");
    cells.add(label.endsWith("(oracle)") ? "" : seconds(row.time()));
    return cells.toArray(String[]::new);
  }

  private static String named(ProofRow row) {
    return row.label() + (row.stage() == 0 ? "" : ", after round " + row.stage());
  }

  /** What is claimed, with paired intervals. */
  Table claims(List<ProofFigures.Claim> claims) {
    Table.Builder table =
        Table.builder().left("better", "than").right("by points [95 %]").left("resolved");
    for (ProofFigures.Claim claim : claims) {
      table.row(
          named(claim.higher()),
          named(claim.lower()),
          String.format(
              Locale.ROOT,
              "%+.1f [%+.1f, %+.1f]",
              100 * claim.difference().mean(),
              100 * claim.difference().low(),
              100 * claim.difference().high()),
          claim.difference().resolved() ? "yes" : "not resolved");
    }
    return table
        .note("Paired over passages; the interval is a bootstrap of 10,000 samples.")
        .build();
  }

  /** What each round did. */
  Table rounds(List<Improvement<Passage>> improvements) {
    Table.Builder table =
        Table.builder()
            .left("round")
            .right(
                "trials",
                "rejected",
                "mean %",
                "best of k %",
                "frozen %",
                "chosen",
                "loss",
                "tokens",
                "time s");
    int number = 0;
    for (Improvement<Passage> improvement : improvements) {
      Round<Passage> round = improvement.rounds().get(0);
      table.row(
          String.valueOf(++number),
          String.valueOf(round.trials().candidates()),
          String.valueOf(round.trials().rejected()),
          round.trials().accuracy().toString(),
          round.trials().bestAccuracy().toString(),
          round.trials().frozen().toString(),
          String.valueOf(round.chosen().size()),
          round.fineTuning().isEmpty()
              ? ""
              : String.format(
                  Locale.ROOT,
                  "%.2f -> %.2f",
                  round.fineTuning().get(0).loss(),
                  round.fineTuning().get(round.fineTuning().size() - 1).loss()),
          number((double) (round.trials().trainedTokens() + round.fineTunedTokens())),
          seconds(improvement.times().values().stream().reduce(Duration.ZERO, Duration::plus)));
    }
    return table.build();
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
          number((double) row.tokens()),
          String.valueOf(row.steps()),
          seconds(row.time()));
    }
    return table.note("All questions in one pool; standard errors are over questions.").build();
  }

  /** The mean over seeds of each row. */
  Table seeds(List<ProofFigures> runs) {
    Table.Builder table = Table.builder().left("method").right("rounds", "% over seeds", "each, %");
    for (ProofRow row : runs.get(0).rows()) {
      List<Double> means =
          runs.stream()
              .map(run -> run.row(row.id(), row.stage()).orElseThrow())
              .map(same -> same.evaluation().accuracy().mean())
              .toList();
      table.row(
          row.label(),
          String.valueOf(row.stage()),
          Estimate.of(means).toString(),
          String.join(
              " ",
              means.stream().map(mean -> String.format(Locale.ROOT, "%.1f", 100 * mean)).toList()));
    }
    return table.build();
  }

  private static String figure(OptionalDouble figure) {
    return figure.isPresent() ? String.format(Locale.ROOT, "%.1f", figure.getAsDouble()) : "";
  }

  private static String correlation(double value) {
    return Double.isNaN(value) ? "undefined" : String.format(Locale.ROOT, "%.2f", value);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
