package dev.seal.bench;

import dev.seal.bench.TrialComparison.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ratios of all turns: as a table, as JSON and as a chart. */
record TrialReport(String job, List<TrialComparison> turns) {

  private Spread ratio(Part part) {
    return Spread.of(turns.stream().map(turn -> turn.ratio(part)).toList());
  }

  void print(PrintWriter out) {
    out.println();
    out.println("how many times as long the other takes");
    out.println("          minimum  median  maximum");
    for (Part part : Part.values()) {
      Spread ratio = ratio(part);
      out.printf(
          Locale.ROOT,
          "%-8s  %7.2f %7.2f  %7.2f%n",
          part,
          ratio.min(),
          ratio.median(),
          ratio.max());
    }
  }

  Figures figures() {
    Figures ratios = new Figures();
    for (Part part : Part.values()) {
      ratios.put(part.toString(), ratio(part).figures());
    }
    return new Figures()
        .put("command", "Trial")
        .put("job", job)
        .put("machine", Machine.describe())
        .put("date", Machine.today())
        .putAll("ours", turns.stream().map(turn -> turn.ours().figures()).toList())
        .putAll("theirs", turns.stream().map(turn -> turn.theirs().figures()).toList())
        .put("ratio", ratios);
  }

  void write(Path folder, Figures figures, @Nullable String note) {
    TrialFigures ours = turns.get(0).ours();
    TrialFigures theirs = turns.get(0).theirs();
    List<String> caption = new ArrayList<>();
    caption.add(
        "Bars: median of %d turns; whiskers: least and greatest; line: 1, as long as we take."
            .formatted(turns.size()));
    caption.add(
        "Job %s: %,d adapter-steps on %,d tokens. %s, %d threads, weights in %s and %s."
            .formatted(
                Path.of(job).getFileName(),
                ours.steps(),
                ours.trainTokens(),
                ours.device(),
                ours.threads(),
                ours.dtype(),
                theirs.dtype()));
    caption.add(Machine.describe() + ". " + Machine.today() + '.');
    if (note != null) {
      caption.add(note);
    }
    BarChart chart =
        new BarChart(
            "One SEAL step: how many times as long " + theirs.peer() + " takes",
            "",
            "times as long",
            Arrays.stream(Part.values()).map(Part::toString).toList(),
            Arrays.stream(Part.values()).map(this::ratio).toList(),
            2,
            caption);
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("trial.json"), figures.line() + '\n');
      chart.withLine(1).write(folder.resolve("trial.svg"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + e, e);
    }
  }
}
