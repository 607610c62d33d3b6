package dev.seal.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Builds a chart of horizontal bars from zero, one below the other, so that the categories' names
 * have room. For one thread.
 */
public final class Bars extends ChartBuilder<Bars> {

  private static final int NAME_LINE = 34;
  private static final double LETTER = Plot.LABEL_SIZE * Plot.LETTER;
  private static final int LINE_HEIGHT = 15;
  private static final int BAR_HEIGHT = 13;
  private static final int GAP = 11;
  private static final int AROUND = 90;
  private static final double SLOT = 0.8;
  private static final double NAME_GAP = 0.015;

  private record Bar(String series, String category, double value, double halfWidth) {}

  private final Map<List<String>, Bar> bars = new LinkedHashMap<>();
  private final Set<String> series = new LinkedHashSet<>();
  private final Set<String> categories = new LinkedHashSet<>();

  Bars(String title) {
    super(title);
  }

  /**
   * Adds a bar without whiskers; see {@link #bar(String, String, double, double)}.
   *
   * @param series whose figure it is, such as the name of an experiment
   * @param category what is measured
   * @param value how long the bar is
   * @return this
   * @throws IllegalArgumentException if a name is blank, if the value is not finite, or if this
   *     series has a bar for the category already
   */
  public Bars bar(String series, String category, double value) {
    return bar(series, category, value, 0);
  }

  /**
   * Adds a bar with whiskers. Categories and series come in the order in which they are first
   * named; a series need not have every category. The legend is left out where there is one series.
   *
   * @param series whose figure it is, such as the name of an experiment
   * @param category what is measured
   * @param value how long the bar is
   * @param halfWidth how far the whiskers go to each side of the value; 0 for none
   * @return this
   * @throws IllegalArgumentException if a name is blank, if a number is not finite, if the half
   *     width is negative, or if this series has a bar for the category already
   */
  public Bars bar(String series, String category, double value, double halfWidth) {
    Checks.text(series, "series");
    Checks.text(category, "category");
    String name = "the value of \"" + category + '"';
    Bar bar =
        new Bar(
            series,
            category,
            Checks.finite(value, name),
            Checks.halfWidth(halfWidth, "the half width of \"" + category + '"'));
    if (bars.putIfAbsent(List.of(series, category), bar) != null) {
      throw new IllegalArgumentException(
          "the series \""
              + series
              + "\" has a bar for \""
              + category
              + "\" already; name each category once a series");
    }
    this.series.add(series);
    categories.add(category);
    return this;
  }

  @Override
  Bars self() {
    return this;
  }

  @Override
  Plot plot() {
    if (bars.isEmpty()) {
      throw Checks.empty(title, "bars", "bar(...)");
    }
    // The vertical axis points up, but lists are read from the top.
    List<String> upwards = reversed(categories);
    double low = bars.values().stream().mapToDouble(b -> b.value - b.halfWidth).min().orElse(0);
    double high = bars.values().stream().mapToDouble(b -> b.value + b.halfWidth).max().orElse(0);
    double room = Math.max(Math.max(high, 0) - Math.min(low, 0), Double.MIN_NORMAL) * 0.03;
    double least = low < 0 ? low - room : 0;
    double most = high > 0 ? high + room : low < 0 ? 0 : 1;

    Map<String, Object> place = axis("x", yTitle, upwards);
    Map<String, Object> length = Plot.axis("y", xTitle);
    length.put("limits", List.of(least, most));
    length.put("expand", List.of(0, 0));
    Map<String, Object> fill = Plot.colors("fill", List.copyOf(series));

    List<Map<String, Object>> layers = new ArrayList<>();
    layers.add(bars());
    if (bars.values().stream().anyMatch(bar -> bar.halfWidth > 0)) {
      layers.add(whiskers());
    }
    layers.add(names(least, (most - least) * NAME_GAP));
    Map<String, Object> theme = Plot.theme();
    theme.put("axis_text_x", "blank");
    theme.put("panel_grid_major_x", "blank");
    // On the left of the names, which Lets-Plot knows nothing of.
    if (yTitle.isEmpty()) {
      theme.put("plot_margin", Map.of("l", namesWidth()));
    } else {
      theme.put(
          "axis_title_x", Map.of("size", Plot.LABEL_SIZE, "margin", Map.of("r", namesWidth())));
    }
    Map<String, Object> spec = Plot.spec(theme, layers, List.of(place, length, fill));
    spec.put("coord", Map.of("name", "flip"));
    return Plot.of(spec, Plot.WIDTH, height());
  }

  private Map<String, Object> bars() {
    return Plot.layer(
        "bar",
        data(reversed(bars.values())),
        Map.of("x", "category", "y", "value", "fill", "series"),
        Map.of("position", dodge(), "width", SLOT, "size", 0));
  }

  private Map<String, Object> whiskers() {
    // A bar without whiskers stays here without ends, as Lets-Plot finds the place of each series
    // from the data of a layer.
    return Plot.layer(
        "errorbar",
        data(reversed(bars.values())),
        Map.of("x", "category", "ymin", "low", "ymax", "high", "group", "series"),
        Map.of("position", dodge(), "width", SLOT / 2, "color", SvgAttributes.INK, "size", 0.7));
  }

  // Not the axis's own labels: Lets-Plot cuts those after 20 letters.
  private Map<String, Object> names(double least, double gap) {
    return Plot.layer(
        "text",
        Map.of(
            "category", List.copyOf(categories),
            "name", categories.stream().map(c -> wrapped(c).text()).toList(),
            "at", categories.stream().map(c -> least).toList()),
        Map.of("x", "category", "y", "at", "label", "name"),
        Map.of(
            "hjust",
            1,
            "position",
            Map.of("name", "nudge", "y", -gap),
            "color",
            SvgAttributes.INK,
            "size",
            Plot.LABEL_SIZE / 2));
  }

  private static Map<String, Object> axis(String aesthetic, String title, List<String> values) {
    Map<String, Object> scale = Plot.axis(aesthetic, title);
    scale.put("discrete", true);
    scale.put("limits", values);
    return scale;
  }

  private static Map<String, Object> dodge() {
    return Map.of("name", "dodge", "width", SLOT);
  }

  private static Map<String, List<?>> data(List<Bar> bars) {
    return Map.of(
        "category", bars.stream().map(Bar::category).toList(),
        "series", bars.stream().map(Bar::series).toList(),
        "value", bars.stream().map(Bar::value).toList(),
        "low", bars.stream().map(bar -> Plot.end(bar.value, -bar.halfWidth)).toList(),
        "high", bars.stream().map(bar -> Plot.end(bar.value, bar.halfWidth)).toList());
  }

  private double namesWidth() {
    int letters = categories.stream().mapToInt(c -> wrapped(c).width()).max().orElse(0);
    return letters * LETTER + GAP;
  }

  private static Wrapped wrapped(String category) {
    return Wrapped.of(category, NAME_LINE);
  }

  private int height() {
    int height = AROUND + Plot.legendHeight(List.copyOf(series));
    for (String category : categories) {
      int name = wrapped(category).lines().size() * LINE_HEIGHT;
      height += Math.max(name, series.size() * BAR_HEIGHT) + GAP;
    }
    return height;
  }

  private static <T> List<T> reversed(Iterable<T> values) {
    List<T> reversed = new ArrayList<>();
    values.forEach(value -> reversed.add(0, value));
    return reversed;
  }
}
