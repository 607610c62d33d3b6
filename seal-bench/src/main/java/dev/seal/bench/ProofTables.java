package dev.seal.bench;

import dev.seal.Difference;
import dev.seal.Estimate;
import dev.seal.Improvement;
import dev.seal.Round;
import dev.seal.api.event.Phase;
import dev.seal.report.Table;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The tables that all experiments of {@link Proof} have, for the terminal and the page. */
final class ProofTables {

  private ProofTables() {}

  /** What is claimed, with paired intervals. */
  static <T> Table claims(List<ProofClaim<T>> claims, String inputs) {
    boolean demands = claims.stream().anyMatch(claim -> claim.atLeast() > 0);
    Table.Builder table =
        Table.builder().left("better", "than").right("by points [95 %]").left("resolved");
    if (demands) {
      table.right("at least");
    }
    for (ProofClaim<T> claim : claims) {
      Difference by = claim.difference();
      String points =
          String.format(
              Locale.ROOT,
              "%+.1f [%+.1f, %+.1f]",
              100 * by.mean(),
              100 * by.low(),
              100 * by.high());
      String resolved = by.resolved() ? "yes" : "not resolved";
      if (demands) {
        String atLeast = claim.atLeast() > 0 ? number(100 * claim.atLeast()) : "";
        table.row(claim.higher().named(), claim.lower().named(), points, resolved, atLeast);
      } else {
        table.row(claim.higher().named(), claim.lower().named(), points, resolved);
      }
    }
    return table
        .note("Paired over " + inputs + "; the interval is a bootstrap of 10,000 samples.")
        .build();
  }

  /** What each round did. */
  static <T> Table rounds(List<Improvement<T>> improvements) {
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
    for (Improvement<T> improvement : improvements) {
      Round<T> round = improvement.rounds().get(0);
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

  /** The mean over seeds of each row. */
  static Table seeds(List<? extends ProofFigures<?>> runs) {
    Table.Builder table = Table.builder().left("method").right("rounds", "% over seeds", "each, %");
    for (ProofRow<?> row : runs.get(0).rows()) {
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

  /** How long each phase took. */
  static Table costs(ProofFigures<?> run) {
    Map<Phase, Duration> methods = new EnumMap<>(Phase.class);
    run.rows().forEach(row -> add(methods, row.evaluation().times()));
    Map<Phase, Duration> rounds = new EnumMap<>(Phase.class);
    run.improvements().forEach(improvement -> add(rounds, improvement.times()));
    Table.Builder table = Table.builder().left("phase").right("methods, s", "rounds, s");
    for (Phase phase : Phase.values()) {
      if (methods.containsKey(phase) || rounds.containsKey(phase)) {
        table.row(
            phase.label(),
            seconds(methods.getOrDefault(phase, Duration.ZERO)),
            seconds(rounds.getOrDefault(phase, Duration.ZERO)));
      }
    }
    return table
        .note("Of the work itself, in whichever process did it; interrupted work is not counted.")
        .build();
  }

  private static void add(Map<Phase, Duration> sum, Map<Phase, Duration> times) {
    times.forEach((phase, time) -> sum.merge(phase, time, Duration::plus));
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
