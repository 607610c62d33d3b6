package dev.seal.bench;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.CategorySeries.CategorySeriesRenderStyle;
import org.knowm.xchart.style.CategoryStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart with a bar up to each median and whiskers from minimum to maximum, and a caption below.
 * All text is drawn as outlines, so that it looks the same everywhere.
 */
final class BarChart {

  private static final int WIDTH = 720;
  private static final int HEIGHT = 380;
  private static final int MARGIN = 16;
  private static final int LINE_GAP = 3;
  private static final Color BAR = new Color(0x8F, 0xB8, 0xDE);
  private static final Color LINE = new Color(0xC4, 0x4E, 0x52);
  private static final Color CAPTION = new Color(0x44, 0x44, 0x44);
  private static final Font CAPTION_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
  private static final FontRenderContext OUTLINES =
      new FontRenderContext(new AffineTransform(), true, true);

  private final CategoryChart chart;
  private final List<String> caption;

  /**
   * A chart.
   *
   * @param categories what stands below each bar
   * @param spreads one a category
   * @param digits digits after the point
   * @param caption paragraphs
   */
  BarChart(
      String title,
      String xTitle,
      String yTitle,
      List<String> categories,
      List<Spread> spreads,
      int digits,
      List<String> caption) {
    this.caption = List.copyOf(caption);
    chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(xTitle)
            .yAxisTitle(yTitle)
            .build();
    style(chart.getStyler(), digits);
    chart
        .addSeries("median", categories, spreads.stream().map(Spread::median).toList())
        .setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Bar)
        .setFillColor(BAR);
    if (spreads.stream().anyMatch(spread -> spread.max() > spread.min())) {
      addWhiskers(categories, spreads);
    }
    double highest = spreads.stream().mapToDouble(Spread::max).max().orElseThrow();
    chart.getStyler().setYAxisMax(highest * 1.08);
  }

  /**
   * Checks that text can be drawn, before long work for a chart begins.
   *
   * @throws IllegalArgumentException if this machine has no font
   */
  static void requireFonts() {
    // A chart is drawn into memory; no screen is asked for, even where there is one.
    System.setProperty("java.awt.headless", "true");
    try {
      new TextLayout("1", CAPTION_FONT, OUTLINES);
    } catch (RuntimeException | LinkageError | InternalError e) {
      throw new IllegalArgumentException(
          "charts cannot be drawn without fonts ("
              + e
              + "); install fontconfig and a font such as DejaVu, or leave --out out",
          e);
    }
  }

  // XChart's whiskers go as far up as down, so they stand on a point half way.
  private void addWhiskers(List<String> categories, List<Spread> spreads) {
    CategorySeries whiskers =
        chart.addSeries(
            "minimum to maximum",
            categories,
            spreads.stream().map(spread -> (spread.min() + spread.max()) / 2).toList(),
            spreads.stream().map(spread -> (spread.max() - spread.min()) / 2).toList());
    whiskers.setChartCategorySeriesRenderStyle(CategorySeriesRenderStyle.Scatter);
    whiskers.setMarker(SeriesMarkers.NONE);
  }

  private static void style(CategoryStyler styler, int digits) {
    styler.setOverlapped(true);
    styler.setAvailableSpaceFill(0.55);
    styler.setLabelsVisible(true);
    styler.setLabelsPosition(0.1);
    styler.setLabelsFontColor(Color.BLACK);
    styler.setLabelsFontColorAutomaticEnabled(false);
    styler.setYAxisDecimalPattern("#,##0" + (digits == 0 ? "" : "." + "#".repeat(digits)));
    styler.setLegendVisible(false);
    styler.setErrorBarsColor(Color.BLACK);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setPlotGridVerticalLinesVisible(false);
    styler.setYAxisMin(0.0);
    styler.setChartPadding(MARGIN);
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    styler.setAnnotationLineColor(LINE);
    styler.setAnnotationLineStroke(new BasicStroke(1.5f));
  }

  /** Draws a line across all bars. */
  BarChart withLine(double value) {
    chart.addAnnotation(new AnnotationLine(value, false, false));
    return this;
  }

  /** Writes an SVG file. */
  void write(Path file) throws IOException {
    List<TextLayout> lines = lines();
    float height = HEIGHT + MARGIN;
    for (TextLayout line : lines) {
      height += height(line);
    }
    VectorGraphics2D graphics = new VectorGraphics2D();
    graphics.setColor(Color.WHITE);
    graphics.fill(new Rectangle2D.Float(0, 0, WIDTH, height));
    chart.paint(graphics, WIDTH, HEIGHT);
    graphics.setTransform(new AffineTransform());
    graphics.setClip(null);
    graphics.setColor(CAPTION);
    float top = HEIGHT;
    for (TextLayout line : lines) {
      graphics.fill(
          line.getOutline(AffineTransform.getTranslateInstance(MARGIN, top + line.getAscent())));
      top += height(line);
    }
    try (OutputStream out = Files.newOutputStream(file)) {
      new SVGProcessor()
          .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, height))
          .writeTo(out);
    }
  }

  private static float height(TextLayout line) {
    return line.getAscent() + line.getDescent() + line.getLeading() + LINE_GAP;
  }

  private List<TextLayout> lines() {
    List<TextLayout> lines = new ArrayList<>();
    for (String paragraph : caption) {
      AttributedString text = new AttributedString(paragraph);
      text.addAttribute(TextAttribute.FONT, CAPTION_FONT);
      LineBreakMeasurer measurer = new LineBreakMeasurer(text.getIterator(), OUTLINES);
      while (measurer.getPosition() < paragraph.length()) {
        lines.add(measurer.nextLayout(WIDTH - 2 * MARGIN));
      }
    }
    return lines;
  }
}
