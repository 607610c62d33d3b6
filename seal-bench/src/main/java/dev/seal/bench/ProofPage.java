package dev.seal.bench;

import dev.seal.Candidate;
import dev.seal.Improvement;
import dev.seal.InputResult;
import dev.seal.Round;
import dev.seal.api.Passage;
import dev.seal.api.event.Phase;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Chart;
import dev.seal.report.Report;
import dev.seal.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The page of {@link Proof}. */
final class ProofPage {

  private static final int EXAMPLES = 3;

  private final ProofTables tables;
  private final boolean practice;

  ProofPage(ProofTables tables, boolean practice) {
    this.tables = tables;
    this.practice = practice;
  }

  Report of(ModelInfo model, ProofData data, List<ProofFigures> runs) {
    ProofFigures first = runs.get(0);
    Report.Builder page =
        Report.titled("SEAL: a model that teaches itself")
            .summary(
                model.name()
                    + " on "
                    + data.name()
                    + ": it reads a passage, writes its own lesson, trains an adapter on it, and"
                    + " answers questions without the passage; over the rounds it learns to write"
                    + " better lessons.");
    page.section("Methods").table(tables.methods(first.rows())).chart(methods(first.rows()));
    if (!first.claims().isEmpty()) {
      page.section("What is better than what").table(tables.claims(first.claims()));
    }
    if (runs.size() > 1) {
      page.section("Other seeds").table(tables.seeds(runs));
    }
    if (!first.improvements().isEmpty()) {
      rounds(page, first);
    }
    if (!first.sides().isEmpty()) {
      page.section("Rewards without labelled questions").table(tables.sides(first.sides()));
      first.sides().forEach(side -> page.chart(pairs(side)));
    }
    if (!first.joint().isEmpty()) {
      page.section("One adapter for many passages").table(tables.joint(first.joint()));
      page.chart(joint(first.joint()));
    }
    first.row(ProofReference.OWN, 0).ifPresent(row -> examples(page, "before any round", row));
    int last = first.improvements().size();
    if (last > 0) {
      first.row(ProofReference.OWN, last).ifPresent(row -> examples(page, "at the end", row));
    }
    page.section("Cost by phase").table(costs(first));
    settings(page, model, data, runs);
    return page.build();
  }

  private Chart methods(List<ProofRow> rows) {
    var bars =
        Chart.bars("Questions answered right without the passage, per cent")
            .axes("per cent", "")
            .caption("Means over passages; whiskers are standard errors.");
    for (ProofRow row : rows) {
      String category = row.label() + (row.stage() == 0 ? "" : ", after round " + row.stage());
      double error = row.evaluation().accuracy().standardError();
      bars.bar(
          "here",
          category,
          100 * row.evaluation().accuracy().mean(),
          Double.isNaN(error) ? 0 : 100 * error);
      add(bars, "paper, 7B on SQuAD", category, ProofReference.paper(row.name()));
      if (practice) {
        add(bars, "another implementation", category, ProofReference.practice(row.name()));
      }
    }
    return bars.build();
  }

  private static void add(
      dev.seal.report.Bars bars, String series, String category, OptionalDouble value) {
    value.ifPresent(figure -> bars.bar(series, category, figure));
  }

  private void rounds(Report.Builder page, ProofFigures run) {
    page.section("Rounds").table(tables.rounds(run.improvements()));
    var lines = Chart.lines("Accuracy of a round's self-edits").axes("round", "per cent right");
    int number = 0;
    for (Improvement<Passage> improvement : run.improvements()) {
      Round<Passage> round = improvement.rounds().get(0);
      number++;
      lines.point("mean of all", number, 100 * round.trials().accuracy().mean());
      lines.point("best of k", number, 100 * round.trials().bestAccuracy().mean());
      lines.point("without training", number, 100 * round.trials().frozen().mean());
    }
    if (number > 1) {
      page.chart(lines.build());
    }
    number = 0;
    for (Improvement<Passage> improvement : run.improvements()) {
      number++;
      page.chart(
          Chart.histogram("Rewards of round " + number)
              .axes("reward", "self-edits")
              .values(rewards(improvement.rounds().get(0)))
              .build());
    }
  }

  private static List<Double> rewards(Round<Passage> round) {
    return round.trials().results().stream()
        .flatMap(result -> result.candidates().stream())
        .map(Candidate::reward)
        .filter(OptionalDouble::isPresent)
        .map(OptionalDouble::getAsDouble)
        .toList();
  }

  private static Chart pairs(SideReward side) {
    var scatter =
        Chart.scatter("The reward from " + side.label())
            .axes("reward by labelled questions", "reward by " + side.label());
    side.rewards().forEach(pair -> scatter.point("self-edits", pair.get(0), pair.get(1)));
    return scatter.build();
  }

  private static Chart joint(List<JointRow> rows) {
    var lines =
        Chart.lines("One adapter for many passages").axes("passages", "per cent of all questions");
    for (JointRow row : rows) {
      lines.point(
          row.method(),
          row.passages(),
          100 * row.accuracy().mean(),
          100 * row.accuracy().standardError());
    }
    return lines.build();
  }

  private record Example(InputResult<Passage> result, Candidate candidate) {}

  private static void examples(Report.Builder page, String when, ProofRow row) {
    List<Example> all = new ArrayList<>();
    for (InputResult<Passage> result : row.evaluation().results()) {
      for (Candidate candidate : result.candidates()) {
        if (candidate.reward().isPresent()) {
          all.add(new Example(result, candidate));
        }
      }
    }
    all.sort(Comparator.comparingDouble(e -> e.candidate().reward().orElseThrow()));
    page.section("Self-edits " + when);
    for (int i = 0; i < Math.min(EXAMPLES, all.size()); i++) {
      example(page, "Best", all.get(all.size() - 1 - i));
    }
    for (int i = 0; i < Math.min(EXAMPLES, all.size()); i++) {
      example(page, "Worst", all.get(i));
    }
    row.evaluation().results().stream()
        .flatMap(result -> result.candidates().stream())
        .filter(candidate -> candidate.rejection().isPresent())
        .limit(EXAMPLES)
        .forEach(
            candidate ->
                page.text(
                    "Rejected: " + candidate.rejection().orElseThrow(),
                    candidate
                        .edit()
                        .map(edit -> edit.text())
                        .filter(t -> !t.isBlank())
                        .orElse("-")));
  }

  private static void example(Report.Builder page, String kind, Example example) {
    page.text(
        String.format(
            Locale.ROOT,
            "%s: \"%s\", reward %.2f",
            kind,
            example.result().description(),
            example.candidate().reward().orElseThrow()),
        example.candidate().edit().orElseThrow().text());
  }

  private static Table costs(ProofFigures run) {
    Map<Phase, Duration> methods = new EnumMap<>(Phase.class);
    run.rows().forEach(row -> add(methods, row.evaluation().times()));
    Map<Phase, Duration> rounds = new EnumMap<>(Phase.class);
    run.improvements().forEach(improvement -> add(rounds, improvement.times()));
    Table.Builder table = Table.builder().left("phase").right("methods, s", "rounds, s");
    for (Phase phase : Phase.values()) {
      if (methods.containsKey(phase) || rounds.containsKey(phase)) {
        table.row(
            phase.label(),
            ProofTables.seconds(methods.getOrDefault(phase, Duration.ZERO)),
            ProofTables.seconds(rounds.getOrDefault(phase, Duration.ZERO)));
      }
    }
    return table
        .note("Of the work itself, in whichever process did it; interrupted work is not counted.")
        .build();
  }

  private static void add(Map<Phase, Duration> sum, Map<Phase, Duration> times) {
    times.forEach((phase, time) -> sum.merge(phase, time, Duration::plus));
  }

  private static void settings(
      Report.Builder page, ModelInfo model, ProofData data, List<ProofFigures> runs) {
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
        runs.get(0).settings().describe() + '\n' + runs.get(0).settings().describeRounds());
    page.text(
        "Seeds and data",
        "seeds "
            + runs.stream().map(run -> String.valueOf(run.seed())).toList()
            + "\n"
            + data.name()
            + ": "
            + data.test().size()
            + " passages to measure on, "
            + data.train().size()
            + " others for the rounds");
  }
}
