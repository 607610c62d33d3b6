package dev.seal.report;

/**
 * A chart as a small SVG picture. Text in it is text, in the reader's own sans-serif font, so no
 * font is needed on the machine that draws it. Ink has the colour of the text around it, so that it
 * can be read on a light and on a dark page; alone it is black on nothing. Equal charts give equal
 * bytes. Immutable, and safe for use by several threads.
 */
public final class Chart {

  private final String title;
  private final String caption;
  private final Plot plot;

  Chart(String title, String caption, Plot plot) {
    this.title = title;
    this.caption = caption;
    this.plot = plot;
  }

  /**
   * Begins a chart with a bar for each category, and perhaps whiskers.
   *
   * @param title one line above the chart
   * @return a builder
   * @throws IllegalArgumentException if the title is blank
   */
  public static Bars bars(String title) {
    return new Bars(title);
  }

  /**
   * Begins a chart with points joined by lines.
   *
   * @param title one line above the chart
   * @return a builder
   * @throws IllegalArgumentException if the title is blank
   */
  public static Lines lines(String title) {
    return new Lines(title);
  }

  /**
   * Begins a chart that counts values in intervals.
   *
   * @param title one line above the chart
   * @return a builder
   * @throws IllegalArgumentException if the title is blank
   */
  public static Histogram histogram(String title) {
    return new Histogram(title);
  }

  /**
   * Begins a chart with points that are not joined.
   *
   * @param title one line above the chart
   * @return a builder
   * @throws IllegalArgumentException if the title is blank
   */
  public static Scatter scatter(String title) {
    return new Scatter(title);
  }

  /**
   * What stands above it.
   *
   * @return one line, not blank
   */
  public String title() {
    return title;
  }

  /**
   * What stands below it in a report, and is read out to those who cannot see it.
   *
   * @return a text, or an empty one
   */
  public String caption() {
    return caption;
  }

  /**
   * The picture with its title, without its caption.
   *
   * @return an SVG document without an XML declaration
   */
  public String svg() {
    return plot.svg(title, alternative());
  }

  /** The picture for a page that shows the title itself. */
  String untitledSvg() {
    return plot.svg("", alternative());
  }

  private String alternative() {
    return caption.isEmpty() ? title : title + ". " + caption;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Chart chart
        && title.equals(chart.title)
        && caption.equals(chart.caption)
        && plot.equals(chart.plot);
  }

  @Override
  public int hashCode() {
    return plot.hashCode() * 31 + title.hashCode();
  }

  @Override
  public String toString() {
    return "chart \"" + title + '"';
  }
}
