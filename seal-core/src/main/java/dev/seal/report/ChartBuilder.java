package dev.seal.report;

import static java.util.Objects.requireNonNull;

/**
 * What the builders of all charts have in common. For one thread.
 *
 * @param <B> the builder itself
 */
abstract class ChartBuilder<B extends ChartBuilder<B>> {

  final String title;
  String xTitle = "";
  String yTitle = "";
  private String caption = "";

  ChartBuilder(String title) {
    this.title = Checks.text(title, "title");
  }

  abstract B self();

  abstract Plot plot();

  /**
   * Names the axes.
   *
   * @param x below the horizontal axis, with the unit; empty for nothing, the default
   * @param y beside the vertical axis, with the unit; empty for nothing, the default
   * @return this
   */
  public B axes(String x, String y) {
    xTitle = requireNonNull(x, "x");
    yTitle = requireNonNull(y, "y");
    return self();
  }

  /**
   * Says what is seen, for the line below the chart and for those who cannot see it.
   *
   * @param text the text; empty for none, the default
   * @return this
   */
  public B caption(String text) {
    caption = requireNonNull(text, "text");
    return self();
  }

  /**
   * Makes the chart.
   *
   * @return a chart
   * @throws IllegalArgumentException if there is nothing to draw
   */
  public Chart build() {
    return new Chart(title, caption, plot());
  }
}
