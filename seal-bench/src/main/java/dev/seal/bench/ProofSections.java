package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.Improvement;
import dev.seal.InputResult;
import dev.seal.Round;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Bars;
import dev.seal.report.Chart;
import dev.seal.report.Report;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** The parts of a page that all experiments of {@link Proof} have. */
final class ProofSections {

  private static final int EXAMPLES = 3;

  private final Report.Builder page;

  ProofSections(Report.Builder page) {
    this.page = page;
  }

  /** A bar for each method, with the figures by others beside it. */
  void methods(
      String title,
      String inputs,
      List<? extends ProofRow<?>> rows,
      ProofReference reference,
      boolean practice) {
    Bars bars =
        Chart.bars(title)
            .axes("per cent", "")
            .caption("Means over " + inputs + "; whiskers are standard errors.");
    for (ProofRow<?> row : rows) {
      String category = row.named();
      double error = row.evaluation().accuracy().standardError();
      bars.bar(
          "here",
          category,
          100 * row.evaluation().accuracy().mean(),
          Double.isNaN(error) ? 0 : 100 * error);
      add(bars, "paper, " + reference.model(), category, reference.paper(row.name()));
      if (practice) {
        add(bars, "another implementation", category, reference.practice(row.name()));
      }
    }
    page.chart(bars.build());
  }

  private static void add(Bars bars, String series, String category, OptionalDouble value) {
    value.ifPresent(figure -> bars.bar(series, category, figure));
  }

  <T> void rounds(List<Improvement<T>> improvements) {
    page.section("Rounds").table(ProofTables.rounds(improvements));
    var lines = Chart.lines("Accuracy of a round's self-edits").axes("round", "per cent right");
    int number = 0;
    for (Improvement<T> improvement : improvements) {
      Round<T> round = improvement.rounds().get(0);
      number++;
      lines.point("mean of all", number, 100 * round.trials().accuracy().mean());
      lines.point("best of k", number, 100 * round.trials().bestAccuracy().mean());
      lines.point("without training", number, 100 * round.trials().frozen().mean());
    }
    if (number > 1) {
      page.chart(lines.build());
    }
    number = 0;
    for (Improvement<T> improvement : improvements) {
      number++;
      List<Double> rewards = rewards(improvement.rounds().get(0));
      if (!rewards.isEmpty()) {
        page.chart(
            Chart.histogram("Rewards of round " + number)
                .axes("reward", "self-edits")
                .values(rewards)
                .build());
      }
    }
  }

  private static <T> List<Double> rewards(Round<T> round) {
    return round.trials().results().stream()
        .flatMap(result -> result.candidates().stream())
        .map(Candidate::reward)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  private record Example(InputResult<?> result, Candidate candidate) {}

  /** The best, the worst and some rejected self-edits in full. */
  void examples(String when, ProofRow<?> row) {
    List<Example> all = new ArrayList<>();
    for (InputResult<?> result : row.evaluation().results()) {
      for (Candidate candidate : result.candidates()) {
        if (candidate.reward().isPresent()) {
          all.add(new Example(result, candidate));
        }
      }
    }
    all.sort(Comparator.comparingDouble(e -> e.candidate().reward().orElseThrow()));
    page.section("Self-edits " + when);
    for (int i = 0; i < Math.min(EXAMPLES, all.size()); i++) {
      example("Best", all.get(all.size() - 1 - i));
    }
    for (int i = 0; i < Math.min(EXAMPLES, all.size()); i++) {
      example("Worst", all.get(i));
    }
    row.evaluation().results().stream()
        .flatMap(result -> result.candidates().stream())
        .filter(candidate -> candidate.rejection().isPresent())
        .limit(EXAMPLES)
        .forEach(
            candidate ->
                page.text(
                    "Rejected: " + candidate.rejection().orElseThrow(),
                    candidate.edit().map(SelfEdit::text).filter(t -> !t.isBlank()).orElse("-")));
  }

  private void example(String kind, Example example) {
    page.text(
        String.format(
            Locale.ROOT,
            "%s: \"%s\", reward %.2f",
            kind,
            example.result().description(),
            example.candidate().reward().orElseThrow()),
        example.candidate().edit().orElseThrow().text());
  }

  /** How long it took, and all that was set. */
  void costsAndSettings(ModelInfo model, List<? extends ProofFigures<?>> runs, String data) {
    page.section("Cost by phase").table(ProofTables.costs(runs.get(0)));
    page.section("Settings");
    page.text(
        "Model and machine",
        EngineArguments.describe(model)
            + "\nfingerprint "
            + model.fingerprint()
            + "\n"
            + Machine.describe());
    page.text(
        "Self-edits, and who chose each setting: the paper, the model or the user",
        runs.get(0).settings());
    page.text(
        "Seeds and data",
        "seeds " + runs.stream().map(run -> String.valueOf(run.seed())).toList() + "\n" + data);
  }
}
