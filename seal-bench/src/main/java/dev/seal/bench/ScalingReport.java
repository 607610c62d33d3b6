package dev.seal.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What training and drawing cost at each size.
 *
 * @param sizes how many shared a call, ascending
 * @param training milliseconds an adapter-step, one a size
 * @param peaks the process's memory at its peak in training, in MiB, one a size; empty where not
 *     known
 * @param drawing milliseconds a token and row, one a size
 * @param memoryLimit the most that a peak may be, in MiB
 * @param epochs epochs of a call
 * @param drawTokens tokens drawn a row
 */
record ScalingReport(
    List<Integer> sizes,
    List<Spread> training,
    List<Double> peaks,
    List<Spread> drawing,
    @Nullable Double memoryLimit,
    int epochs,
    int drawTokens) {

  private static final double COST_LIMIT = 1.05;

  boolean holds() {
    for (int i = 1; i < sizes.size(); i++) {
      if (!(timesBefore(i) <= COST_LIMIT)) {
        return false;
      }
    }
    return memoryLimit == null || peaks.stream().allMatch(peak -> peak <= memoryLimit);
  }

  /** How many times as much an adapter-step costs as at the size before. */
  private double timesBefore(int i) {
    return training.get(i).median() / training.get(i - 1).median();
  }

  void print(PrintWriter out) {
    out.println();
    out.println("adapters   ms a step: least   median  greatest   times the one before   peak MiB");
    for (int i = 0; i < sizes.size(); i++) {
      out.printf(
          Locale.ROOT,
          "%8d  %17.3f %8.3f %9.3f  %21s  %9s%n",
          sizes.get(i),
          training.get(i).min(),
          training.get(i).median(),
          training.get(i).max(),
          i == 0 ? "" : "%.3f".formatted(timesBefore(i)),
          peaks.isEmpty() ? "" : "%.0f".formatted(peaks.get(i)));
    }
    out.println();
    out.println("rows       ms a token: least  median  greatest");
    for (int i = 0; i < sizes.size(); i++) {
      Spread cost = drawing.get(i);
      out.printf(
          Locale.ROOT,
          "%8d  %17.3f %8.3f %9.3f%n",
          sizes.get(i),
          cost.min(),
          cost.median(),
          cost.max());
    }
    out.println();
    out.flush();
  }

  void putInto(Figures figures) {
    List<Figures> adapters = new ArrayList<>();
    List<Figures> rows = new ArrayList<>();
    for (int i = 0; i < sizes.size(); i++) {
      Figures each =
          new Figures().put("adapters", sizes.get(i)).put("step_ms", training.get(i).figures());
      if (i > 0) {
        each.put("times_before", timesBefore(i));
      }
      if (!peaks.isEmpty()) {
        each.put("peak_mib", peaks.get(i));
      }
      adapters.add(each);
      rows.add(new Figures().put("rows", sizes.get(i)).put("token_ms", drawing.get(i).figures()));
    }
    figures
        .put("epochs", epochs)
        .put("draw_tokens", drawTokens)
        .putAll("training", adapters)
        .putAll("drawing", rows);
    if (memoryLimit != null) {
      figures.put("memory_limit_mib", memoryLimit);
    }
    figures.put("holds", holds());
  }

  void draw(Path folder, List<String> caption) throws IOException {
    chart(
        folder.resolve("training.svg"),
        "What a training step of one adapter costs",
        "adapters trained in one call",
        "milliseconds an adapter-step",
        training,
        2,
        caption);
    if (!peaks.isEmpty()) {
      chart(
          folder.resolve("memory.svg"),
          "Memory of the process while it trains, at its peak",
          "adapters trained in one call",
          "MiB",
          peaks.stream().map(peak -> new Spread(peak, peak, peak)).toList(),
          0,
          caption.subList(1, caption.size()));
    }
    chart(
        folder.resolve("drawing.svg"),
        "What drawing a token costs",
        "rows drawn in one call",
        "milliseconds a token and row",
        drawing,
        2,
        caption);
  }

  private void chart(
      Path file,
      String title,
      String xTitle,
      String yTitle,
      List<Spread> spreads,
      int digits,
      List<String> caption)
      throws IOException {
    new BarChart(
            title,
            xTitle,
            yTitle,
            sizes.stream().map(String::valueOf).toList(),
            spreads,
            digits,
            caption)
        .write(file);
  }
}
