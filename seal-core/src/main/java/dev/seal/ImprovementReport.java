package dev.seal;

import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.report.Chart;
import dev.seal.report.Lines;
import dev.seal.report.Report;
import dev.seal.report.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** The page of an {@link Improvement}. */
final class ImprovementReport {

  private static final int EXAMPLES = 3;

  private ImprovementReport() {}

  static <T> Report of(Improvement<T> improvement) {
    List<Round<T>> rounds = improvement.rounds();
    Report.Builder page =
        Report.titled("What the model learned about writing lessons")
            .summary(
                improvement.model().name()
                    + " wrote self-edits, was fine-tuned on those with the best rewards, and went"
                    + " on with what came out.");
    page.section("Rounds").table(rounds(rounds));
    if (rounds.stream().allMatch(round -> round.trials().reward().isPresent())) {
      page.chart(rewards(rounds));
    }
    for (Round<T> round : rounds) {
      round(page, round);
    }
    page.section("Cost by phase").table(costs(rounds));
    page.section("Settings");
    page.text(
        "What was used, and who chose it: the paper, the model or the user",
        improvement.settings().describe() + '\n' + improvement.settings().describeRounds());
    page.text(
        "The model now",
        improvement.model().name()
            + " on "
            + improvement.model().device()
            + " in "
            + improvement.model().precision()
            + ", "
            + improvement.model().nativeLibrary()
            + "\nfingerprint "
            + improvement.model().fingerprint());
    return page.build();
  }

  private static <T> Table rounds(List<Round<T>> rounds) {
    Table.Builder table =
        Table.builder()
            .left("round")
            .right(
                "self-edits",
                "rejected",
                "mean reward",
                "chosen",
                "their reward",
                "tokens",
                "time s");
    for (Round<T> round : rounds) {
      OptionalDouble chosen = round.chosen().stream().mapToDouble(Round.Chosen::reward).average();
      table.row(
          String.valueOf(round.number()),
          String.valueOf(round.trials().candidates()),
          String.valueOf(round.trials().rejected()),
          number(round.trials().reward()),
          String.valueOf(round.chosen().size()),
          number(chosen),
          String.format(
              Locale.ROOT, "%,d", round.trials().trainedTokens() + round.fineTunedTokens()),
          seconds(sum(round.times())));
    }
    return table.note("Rewards are means; the chosen ones' is optimistic.").build();
  }

  private static <T> Chart rewards(List<Round<T>> rounds) {
    Lines lines = Chart.lines("Reward of each round").axes("round", "mean reward");
    for (Round<T> round : rounds) {
      lines.point("all self-edits", round.number(), round.trials().reward().orElseThrow());
      round.chosen().stream()
          .mapToDouble(Round.Chosen::reward)
          .average()
          .ifPresent(reward -> lines.point("chosen", round.number(), reward));
    }
    return lines.build();
  }

  private record Example(String input, Candidate candidate) {

    double reward() {
      return candidate.reward().orElseThrow();
    }
  }

  private static <T> void round(Report.Builder page, Round<T> round) {
    page.section("Round " + round.number());
    List<Example> examples = new ArrayList<>();
    for (InputResult<T> result : round.trials().results()) {
      result.candidates().stream()
          .filter(candidate -> candidate.reward().isPresent())
          .forEach(candidate -> examples.add(new Example(result.description(), candidate)));
    }
    if (examples.isEmpty()) {
      page.paragraph("All self-edits were rejected.");
      return;
    }
    page.chart(
        Chart.histogram("Rewards of round " + round.number())
            .axes("reward", "self-edits")
            .values(examples.stream().map(Example::reward).toList())
            .build());
    examples.sort(Comparator.comparingDouble(Example::reward));
    int shown = Math.min(EXAMPLES, examples.size());
    for (int i = 0; i < shown; i++) {
      example(page, "Best", examples.get(examples.size() - 1 - i));
    }
    for (int i = 0; i < shown; i++) {
      example(page, "Worst", examples.get(i));
    }
  }

  private static void example(Report.Builder page, String kind, Example example) {
    page.text(
        String.format(
            Locale.ROOT, "%s: \"%s\", reward %.2f", kind, example.input(), example.reward()),
        example.candidate().edit().map(SelfEdit::text).filter(t -> !t.isBlank()).orElse("-"));
  }

  private static <T> Table costs(List<Round<T>> rounds) {
    Table.Builder table = Table.builder().left("phase");
    rounds.forEach(round -> table.right("round " + round.number() + ", s"));
    for (Phase phase : Phase.values()) {
      if (rounds.stream().anyMatch(round -> round.times().containsKey(phase))) {
        List<String> row = new ArrayList<>();
        row.add(phase.label());
        rounds.forEach(round -> row.add(seconds(round.times().getOrDefault(phase, Duration.ZERO))));
        table.row(row.toArray(String[]::new));
      }
    }
    return table.build();
  }

  private static Duration sum(Map<Phase, Duration> times) {
    return times.values().stream().reduce(Duration.ZERO, Duration::plus);
  }

  private static String number(OptionalDouble value) {
    return value.isPresent() ? String.format(Locale.ROOT, "%.3f", value.getAsDouble()) : "";
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
  }
}
