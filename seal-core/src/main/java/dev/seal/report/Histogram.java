package dev.seal.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Builds a chart that counts values in intervals of equal width. For one thread. */
public final class Histogram extends ChartBuilder<Histogram> {

  private static final int MOST_BINS = 200;

  private final List<Double> values = new ArrayList<>();
  private int bins = 20;

  Histogram(String title) {
    super(title);
  }

  /**
   * Adds values.
   *
   * @param more finite numbers
   * @return this
   * @throws IllegalArgumentException if a value is not finite
   */
  public Histogram values(Collection<Double> more) {
    for (double value : more) {
      values.add(Checks.finite(value, "a value of \"" + title + '"'));
    }
    return this;
  }

  /**
   * Sets into how many intervals the range of the values is cut. A value on a border counts to the
   * right, the largest to the last interval.
   *
   * @param count from 1 to 200; the default is 20
   * @return this
   * @throws IllegalArgumentException if the count is not in that range
   */
  public Histogram bins(int count) {
    if (count < 1 || count > MOST_BINS) {
      throw new IllegalArgumentException(
          "bins must be from 1 to " + MOST_BINS + ", but was " + count + "; 20 is the default");
    }
    bins = count;
    return this;
  }

  @Override
  Histogram self() {
    return this;
  }

  @Override
  Plot plot() {
    if (values.isEmpty()) {
      throw Checks.empty(title, "values", "values(...)");
    }
    double low = values.stream().mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).max().orElse(0);
    // Values that are all equal stand in the middle of one bar of a width that fits them.
    boolean equal = high == low;
    double width = equal ? Math.max(Math.abs(low) / 10, 0.1) : (high - low) / bins;
    double from = equal ? low - width / 2 : low;
    int[] counts = new int[equal ? 1 : bins];
    for (double value : values) {
      counts[Math.min((int) ((value - from) / width), counts.length - 1)]++;
    }
    int most = IntStream.of(counts).max().orElse(0);
    Map<String, Object> count = count(most);
    count.put("limits", List.of(0, most * 1.05));
    count.put("expand", List.of(0, 0));
    return Plot.of(
        Plot.spec(
            Plot.theme(),
            List.of(layer(counts, from, width)),
            List.of(Plot.axis("x", xTitle), count)),
        Plot.WIDTH,
        Plot.HEIGHT);
  }

  private Map<String, Object> count(int most) {
    List<Double> all = IntStream.rangeClosed(0, most).mapToObj(Double::valueOf).toList();
    return Plot.numbers("y", yTitle.isEmpty() ? "count" : yTitle, all);
  }

  private static Map<String, Object> layer(int[] counts, double from, double width) {
    List<Integer> filled =
        IntStream.range(0, counts.length).filter(i -> counts[i] > 0).boxed().toList();
    return Plot.layer(
        "rect",
        Map.of(
            "left", filled.stream().map(i -> from + i * width).toList(),
            "right", filled.stream().map(i -> from + (i + 1) * width).toList(),
            "bottom", filled.stream().map(i -> 0).toList(),
            "top", filled.stream().map(i -> counts[i]).toList()),
        Map.of("xmin", "left", "xmax", "right", "ymin", "bottom", "ymax", "top"),
        Map.of("fill", Plot.COLORS.get(0), "alpha", 1, "size", 0));
  }
}
