package dev.seal.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Builds a chart with points that are not joined. For one thread. */
public final class Scatter extends ChartBuilder<Scatter> {

  private record Point(String series, double x, double y) {}

  private final List<Point> points = new ArrayList<>();

  Scatter(String title) {
    super(title);
  }

  /**
   * Adds a point. Series come in the order in which they are first named; the legend is left out
   * where there is one series.
   *
   * @param series which points it belongs to
   * @param x where, from the left
   * @param y how high
   * @return this
   * @throws IllegalArgumentException if the name is blank or a number is not finite
   */
  public Scatter point(String series, double x, double y) {
    Checks.text(series, "series");
    points.add(
        new Point(
            series,
            Checks.finite(x, "x of \"" + series + '"'),
            Checks.finite(y, "y of \"" + series + '"')));
    return this;
  }

  @Override
  Scatter self() {
    return this;
  }

  @Override
  Plot plot() {
    if (points.isEmpty()) {
      throw Checks.empty(title, "points", "point(...)");
    }
    List<String> series = points.stream().map(Point::series).distinct().toList();
    Map<String, Object> layer =
        Plot.layer(
            "point",
            Map.of(
                "series", points.stream().map(Point::series).toList(),
                "x", points.stream().map(Point::x).toList(),
                "y", points.stream().map(Point::y).toList()),
            Map.of("x", "x", "y", "y", "color", "series"),
            Map.of("size", 3, "alpha", 0.6));
    return Plot.of(
        Plot.spec(
            Plot.theme(),
            List.of(layer),
            List.of(Plot.axis("x", xTitle), Plot.axis("y", yTitle), Plot.colors("color", series))),
        Plot.WIDTH,
        Plot.HEIGHT + Plot.legendHeight(series));
  }
}
