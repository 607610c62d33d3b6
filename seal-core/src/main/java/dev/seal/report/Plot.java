package dev.seal.report;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jetbrains.letsPlot.commons.encoding.UnsupportedRGBEncoder;
import org.jetbrains.letsPlot.core.util.PlotSvgExportCommon;
import org.jspecify.annotations.Nullable;

/**
 * A figure in Lets-Plot's own description, which is a tree of maps and lists.
 *
 * @param spec the tree as JSON, as Lets-Plot changes the trees it is given
 * @param width in pixels
 * @param height in pixels, without the title
 */
record Plot(String spec, int width, int height) {

  static final int WIDTH = 720;
  static final int HEIGHT = 340;

  /** The colours of series: Okabe and Ito's, which the colour-blind can tell apart. */
  static final List<String> COLORS =
      List.of("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#D55E00", "#56B4E9", "#8C8C8C");

  static final double LABEL_SIZE = 12;

  private static final int MOST_MARKS = 12;

  /** How wide a letter is, as a part of its height. */
  static final double LETTER = 0.5;

  private static final double LEGEND_SIZE = LABEL_SIZE * 1.4;
  private static final int LEGEND_KEY = 40;
  private static final int LEGEND_LINE = 38;
  private static final int TITLE_HEIGHT = 12;
  private static final int TITLE_SIZE = 16;
  private static final int TITLE_LINE = 50;
  private static final Gson GSON = new Gson();
  private static final TypeToken<Map<String, Object>> TREE = new TypeToken<>() {};

  static Plot of(Map<String, Object> spec, int width, int height) {
    return new Plot(GSON.toJson(spec), width, height);
  }

  /** The description of a figure from a theme, layers and scales. */
  static Map<String, Object> spec(
      Map<String, Object> theme,
      List<Map<String, Object>> layers,
      List<Map<String, Object>> scales) {
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("kind", "plot");
    spec.put("theme", theme);
    spec.put("layers", layers);
    spec.put("scales", scales);
    return spec;
  }

  /** A layer that draws its data as they are. */
  static Map<String, Object> layer(
      String geom, Map<String, ?> data, Map<String, String> mapping, Map<String, ?> options) {
    Map<String, Object> layer = new LinkedHashMap<>();
    layer.put("geom", geom);
    layer.put("stat", "identity");
    layer.put("position", "identity");
    layer.put("data", data);
    layer.put("mapping", mapping);
    layer.put("tooltips", "none");
    layer.put("sampling", "none");
    layer.putAll(options);
    return layer;
  }

  /** A scale without limits of its own. */
  static Map<String, Object> axis(String aesthetic, String title) {
    Map<String, Object> scale = new LinkedHashMap<>();
    scale.put("aesthetic", aesthetic);
    scale.put("name", title);
    return scale;
  }

  /** A scale of numbers that marks whole ones only, where all are whole and they are few. */
  static Map<String, Object> numbers(String aesthetic, String title, List<Double> values) {
    Map<String, Object> scale = axis(aesthetic, title);
    List<Double> marks = values.stream().distinct().sorted().toList();
    if (marks.size() <= MOST_MARKS && marks.stream().allMatch(v -> v == Math.rint(v))) {
      scale.put("breaks", marks);
      scale.put("labels", marks.stream().map(v -> String.valueOf(v.longValue())).toList());
    }
    return scale;
  }

  /** An end of an interval, or nothing where there is no interval: then no whisker is drawn. */
  static @Nullable Double end(double value, double way) {
    return way == 0 ? null : value + way;
  }

  /** Gives each series its colour, in the order of the names. */
  static Map<String, Object> colors(String aesthetic, List<String> names) {
    Map<String, Object> scale = axis(aesthetic, "");
    scale.put("discrete", true);
    scale.put("limits", names);
    List<String> colors = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      colors.add(COLORS.get(i % COLORS.size()));
    }
    scale.put("values", colors);
    scale.put(
        "guide",
        names.size() == 1
            ? "none"
            : Map.of("name", "legend", "ncol", legendColumns(names), "byrow", true));
    return scale;
  }

  /** How high the legend's lines after the first are, for which a picture needs more room. */
  static int legendHeight(List<String> names) {
    int columns = legendColumns(names);
    return ((names.size() + columns - 1) / columns - 1) * LEGEND_LINE;
  }

  private static int legendColumns(List<String> names) {
    int longest = names.stream().mapToInt(String::length).max().orElse(0);
    double column = longest * LEGEND_SIZE * LETTER + LEGEND_KEY;
    return (int) Math.max(1, Math.min(names.size(), WIDTH * 0.9 / column));
  }

  String svg(String title, String alternative) {
    Map<String, Object> tree = GSON.fromJson(spec, TREE);
    int total = height;
    if (!title.isEmpty()) {
      Wrapped wrapped = Wrapped.of(title, TITLE_LINE);
      tree.put("ggtitle", Map.of("text", wrapped.text()));
      total += TITLE_HEIGHT + wrapped.lines().size() * TITLE_SIZE;
    }
    tree.put("ggsize", Map.of("width", width, "height", total));
    String drawn =
        PlotSvgExportCommon.INSTANCE.buildSvgImageFromRawSpecs(
            tree, null, new UnsupportedRGBEncoder(), false);
    return Svg.slim(drawn, alternative);
  }

  /** Thin lines, no boxes. */
  static Map<String, Object> theme() {
    Map<String, Object> theme = new LinkedHashMap<>();
    theme.put("name", "minimal");
    theme.put("text", Map.of("color", SvgAttributes.INK));
    theme.put("plot_title", Map.of("size", TITLE_SIZE));
    theme.put("axis_title", Map.of("size", LABEL_SIZE));
    theme.put("axis_text", Map.of("size", LABEL_SIZE, "margin", Map.of("t", 7, "r", 5)));
    // The picture's letters are smaller than this: it makes room between the series.
    theme.put("legend_text", Map.of("size", LEGEND_SIZE));
    theme.put("plot_background", "blank");
    theme.put("panel_grid_minor", "blank");
    theme.put("panel_grid_major", Map.of("color", SvgAttributes.FAINT, "size", 1));
    theme.put("axis_line", Map.of("color", SvgAttributes.FAINT, "size", 1));
    theme.put("legend_position", "top");
    theme.put("legend_background", "blank");
    return theme;
  }
}
