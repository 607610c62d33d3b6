package dev.seal.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a chart with a line through the points of each series, from the smallest x to the largest.
 * For one thread.
 */
public final class Lines extends ChartBuilder<Lines> {

  private static final int MOST_WHISKERS = 20;

  private record Point(String series, double x, double y, double halfWidth) {}

  private final Map<List<?>, Point> points = new LinkedHashMap<>();

  Lines(String title) {
    super(title);
  }

  /**
   * Adds a point without an interval; see {@link #point(String, double, double, double)}.
   *
   * @param series which line it is on
   * @param x where, from the left
   * @param y how high
   * @return this
   * @throws IllegalArgumentException if the name is blank, if a number is not finite, or if the
   *     series has a point at x already
   */
  public Lines point(String series, double x, double y) {
    return point(series, x, y, 0);
  }

  /**
   * Adds a point with an interval, drawn as whiskers, or as a band where a series has more than 20
   * points. Series come in the order in which they are first named; the legend is left out where
   * there is one series. Where all points have whole x, only whole numbers are marked on that axis.
   *
   * @param series which line it is on
   * @param x where, from the left
   * @param y how high
   * @param halfWidth how far the interval goes up and down; 0 for none
   * @return this
   * @throws IllegalArgumentException if the name is blank, if a number is not finite, if the half
   *     width is negative, or if the series has a point at x already
   */
  public Lines point(String series, double x, double y, double halfWidth) {
    Checks.text(series, "series");
    Checks.finite(x, "x of \"" + series + '"');
    Checks.finite(y, "y of \"" + series + '"');
    Checks.halfWidth(halfWidth, "the half width of \"" + series + '"');
    if (points.putIfAbsent(List.of(series, x), new Point(series, x, y, halfWidth)) != null) {
      throw new IllegalArgumentException(
          "the series \""
              + series
              + "\" has a point at x = "
              + x
              + " already; give one for each x");
    }
    return this;
  }

  @Override
  Lines self() {
    return this;
  }

  @Override
  Plot plot() {
    if (points.isEmpty()) {
      throw Checks.empty(title, "points", "point(...)");
    }
    List<String> series = points.values().stream().map(Point::series).distinct().toList();
    List<Point> sorted = new ArrayList<>(points.values());
    sorted.sort(Comparator.comparingDouble(Point::x));
    Map<String, List<?>> data =
        Map.of(
            "series", sorted.stream().map(Point::series).toList(),
            "x", sorted.stream().map(Point::x).toList(),
            "y", sorted.stream().map(Point::y).toList(),
            "low", sorted.stream().map(point -> Plot.end(point.y, -point.halfWidth)).toList(),
            "high", sorted.stream().map(point -> Plot.end(point.y, point.halfWidth)).toList());
    Map<String, String> joined = Map.of("x", "x", "y", "y", "color", "series");

    boolean many = points.size() > MOST_WHISKERS * series.size();
    List<Map<String, Object>> layers = new ArrayList<>();
    if (sorted.stream().anyMatch(point -> point.halfWidth > 0)) {
      layers.add(many ? band(data) : whiskers(data, capWidth(sorted)));
    }
    layers.add(Plot.layer("line", data, joined, Map.of("size", 1)));
    if (!many) {
      layers.add(Plot.layer("point", data, joined, Map.of("size", 3)));
    }
    return Plot.of(
        Plot.spec(
            Plot.theme(),
            layers,
            List.of(
                Plot.numbers("x", xTitle, sorted.stream().map(Point::x).toList()),
                Plot.axis("y", yTitle),
                Plot.colors("color", series),
                Plot.colors("fill", series))),
        Plot.WIDTH,
        Plot.HEIGHT + Plot.legendHeight(series));
  }

  private static Map<String, Object> band(Map<String, List<?>> data) {
    return Plot.layer(
        "ribbon",
        data,
        Map.of("x", "x", "ymin", "low", "ymax", "high", "fill", "series"),
        Map.of("alpha", 0.2, "size", 0, "show_legend", false));
  }

  private static Map<String, Object> whiskers(Map<String, List<?>> data, double width) {
    return Plot.layer(
        "errorbar",
        data,
        Map.of("x", "x", "ymin", "low", "ymax", "high", "color", "series"),
        Map.of("width", width, "size", 0.8, "show_legend", false));
  }

  // A cap is a sixtieth of the chart; the library takes its width in smallest distances of points.
  private static double capWidth(List<Point> sorted) {
    double span = sorted.get(sorted.size() - 1).x - sorted.get(0).x;
    double[] places = sorted.stream().mapToDouble(Point::x).distinct().toArray();
    double smallest = span;
    for (int i = 1; i < places.length; i++) {
      smallest = Math.min(smallest, places[i] - places[i - 1]);
    }
    return span > 0 ? span / smallest / 60 : 1.0 / 60;
  }
}
