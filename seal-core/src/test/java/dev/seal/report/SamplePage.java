package dev.seal.report;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;

/** A page such as an experiment makes. */
final class SamplePage {

  private static final List<String> METHODS =
      List.of(
          "Frozen model",
          "Frozen model with the passage in view (in context)",
          "Passage only",
          "Self-edits, untrained writer: implications",
          "Self-edits, untrained writer: long implications",
          "Self-edits, untrained writer: questions and answers",
          "Self-edits, untrained writer: rewritten passage",
          "Self-edits, round 1",
          "Self-edits, round 2",
          "Self-edits, round 2, best of 5",
          "Self-edits, round 2, passage as well",
          "Written by a larger model",
          "Given: the passage's own sentences, shuffled",
          "Random text of the same length",
          "Answers given away");

  private SamplePage() {}

  static Report report() {
    Report.Builder report =
        Report.titled("Two rounds of self-edits on 50 passages, Qwen2.5-0.5B")
            .summary(
                "Training on its own implications takes the model from 0.327 to 0.412 of questions"
                    + " answered without the passage in view; two rounds of reinforcement take it"
                    + " to 0.470. The paper reports 0.327, 0.397 and 0.470 for a model 14 times as"
                    + " large.")
            .section("Methods side by side")
            .paragraph(
                "Every method saw the same 50 passages and the same 214 questions. Intervals are"
                    + " 95 % bootstrap intervals over passages, 10 000 draws.")
            .table(methods())
            .chart(bars())
            .section("Reward by round")
            .chart(rounds())
            .chart(curve())
            .section("Gains by passage")
            .chart(gains())
            .chart(ranks())
            .section("Puzzles")
            .pictures("Puzzle 1: mirror each row", SamplePuzzle.small())
            .pictures("Puzzle 2: what is behind the grey wall", SamplePuzzle.large())
            .section("Self-edits in full");
    for (int i = 1; i <= 6; i++) {
      String edit = edit(i);
      int number = i;
      if (i <= 2) {
        report.text("Passage " + i + ", candidate 3, reward +0.25", edit);
      } else {
        report.details(
            "Passage " + i + ", candidate 1, reward −0.10",
            details ->
                details
                    .paragraph("Rejected in round 1, kept in round 2.")
                    .text("Self-edit " + number, edit));
      }
    }
    return report.section("Settings").table(settings()).build();
  }

  static Chart bars() {
    Bars bars =
        Chart.bars("Questions answered without the passage")
            .axes("share of questions", "")
            .caption("Whiskers: 95 % intervals over passages. The paper gives no intervals.");
    for (int i = 0; i < METHODS.size(); i++) {
      double value = 0.3 + 0.17 * Math.sin(i);
      bars.bar("here", METHODS.get(i), value, 0.02 + 0.002 * i);
      if (i % 3 != 1) {
        bars.bar("paper", METHODS.get(i), value * 0.95);
      }
    }
    return bars.build();
  }

  static Table methods() {
    Table.Builder table =
        Table.builder()
            .caption("All methods, 50 passages")
            .left("method")
            .right("mean", "95 % interval", "gain", "best of 5", "rejected", "tokens", "seconds");
    for (int i = 0; i < METHODS.size(); i++) {
      double mean = 0.3 + 0.17 * Math.sin(i);
      String[] cells = {
        METHODS.get(i),
        number(mean),
        number(mean - 0.03) + " to " + number(mean + 0.03),
        String.format(Locale.ROOT, "%+.3f", mean - 0.3),
        number(mean + 0.1),
        i % 4 + " of 250",
        String.valueOf(181_332 + 977 * i),
        String.format(Locale.ROOT, "%.1f", 321.4 + 17 * i)
      };
      if (i == 8) {
        table.markedRow(cells);
      } else {
        table.row(cells);
      }
    }
    return table
        .note("Gain: mean minus the frozen model's mean, over the same questions.")
        .note("Tokens: those that went through the model in training, without padding.")
        .build();
  }

  static Chart rounds() {
    Lines lines =
        Chart.lines("Mean reward by round")
            .axes("round", "mean reward")
            .caption("Held-out passages; whiskers are 95 % intervals.");
    for (int round = 0; round <= 3; round++) {
      lines.point("validation", round, 0.05 + 0.06 * round - 0.01 * round * round, 0.02);
      lines.point("training", round, 0.06 + 0.07 * round - 0.008 * round * round, 0.015);
    }
    return lines.build();
  }

  static Chart curve() {
    Random random = new Random(3);
    Lines lines = Chart.lines("Training loss").axes("step", "loss, nats a token");
    for (int step = 0; step < 100; step++) {
      lines.point("loss", step, 3 * Math.exp(-step / 30.0) + random.nextDouble() * 0.2, 0.3);
    }
    return lines.build();
  }

  static Chart gains() {
    Random random = new Random(1);
    return Chart.histogram("Gain by passage")
        .axes("gain in share of questions", "passages")
        .values(IntStream.range(0, 200).mapToObj(i -> random.nextGaussian() * 0.1 + 0.05).toList())
        .bins(25)
        .caption("200 passages.")
        .build();
  }

  static Chart ranks() {
    Random random = new Random(2);
    Scatter scatter =
        Chart.scatter("Cheap reward against true reward")
            .axes("rank by log-likelihood", "rank by answers")
            .caption("Spearman's rank correlation is 0.71.");
    for (int i = 0; i < 200; i++) {
      scatter.point("candidates", i, i * 0.7 + random.nextDouble() * 60);
    }
    return scatter.build();
  }

  private static Table settings() {
    return Table.builder()
        .left("setting", "value")
        .row("model", "Qwen2.5-0.5B, f32, CPU")
        .row("LoRA", "rank 32, alpha 64, all linear layers")
        .row("optimiser", "AdamW, learning rate 1e-3, 10 epochs, batch of 1")
        .row("seed", "42")
        .build();
  }

  private static String edit(int i) {
    return ("""
    Implications of passage %d:
    1. The Apollo program began in 1961 <b>under NASA's direction</b> & ended in 1972.
    2. <script>alert("an edit may contain anything")</script>
    3. A very long line that goes on without any break so that it must be wrapped on the page,\
     since nobody wants to move a self-edit sideways to read what the model has written in it.
        indented: x := y
    """
            .formatted(i))
        .repeat(2);
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
