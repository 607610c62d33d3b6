package dev.seal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChartTest {

  private static final int SMALL = 40_000;

  private static Document parsed(Chart chart) {
    return Jsoup.parse(chart.svg(), Parser.xmlParser());
  }

  private static void assertDrawn(Chart chart, String shape, int count) {
    assertThat(chart.svg()).doesNotContain("NaN").doesNotContain("Infinity");
    assertThat(parsed(chart).select(shape)).as(chart.title()).hasSize(count);
  }

  @Test
  void twenty_categories_with_whiskers_and_two_series_are_small() {
    Bars bars = Chart.bars("Accuracy").axes("share", "method");
    for (int i = 0; i < 20; i++) {
      bars.bar("here", "method " + i + " with a name that goes on and on", i / 20.0, 0.02);
      bars.bar("paper", "method " + i + " with a name that goes on and on", i / 21.0, 0.01);
    }
    assertThat(bars.build().svg().length()).isLessThan(SMALL);
  }

  @Test
  void text_is_text_in_a_generic_font_and_names_are_whole() {
    Document svg = parsed(SamplePage.bars());

    assertThat(svg.select("text").eachText())
        .contains("Questions answered without the passage", "share of questions", "here", "paper")
        .contains("Frozen model with the passage in", "view (in context)");
    assertThat(svg.select("[font-family]").eachAttr("font-family")).containsOnly("sans-serif");
    assertThat(svg.selectFirst("svg").attr("role")).isEqualTo("img");
    assertThat(svg.selectFirst("svg").attr("aria-label"))
        .isEqualTo(
            "Questions answered without the passage. Whiskers: 95 % intervals over passages. The"
                + " paper gives no intervals.");
  }

  @Test
  void a_chart_is_the_same_each_time_and_has_nothing_but_shapes_and_text() {
    for (Chart chart : SamplePage.report().charts()) {
      assertThat(chart.svg()).isEqualTo(chart.svg());
      assertThat(chart.svg().length()).as(chart.title()).isLessThan(SMALL);
      assertThat(parsed(chart).select("*").stream().map(e -> e.tagName()).distinct())
          .isSubsetOf("#root", "svg", "g", "text", "rect", "path", "line", "circle");
      assertThat(parsed(chart).select("[id], [class], [style]")).isEmpty();
    }
    assertThat(SamplePage.bars()).isEqualTo(SamplePage.bars()).isNotEqualTo(SamplePage.gains());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.25, -3, 1e-9, 1e12})
  void one_value_and_equal_values_are_drawn(double value) {
    assertThat(Chart.bars("one").bar("s", "c", value).build().svg()).contains(">c<");
    assertThat(Chart.bars("two").bar("s", "c", value).bar("s", "d", value, 0).build().svg())
        .contains(">d<");
    assertDrawn(Chart.lines("one").point("s", 1, value).build(), "circle", 1);
    assertDrawn(
        Chart.lines("two").point("s", value, value, 0).point("s", value + 1, value).build(),
        "circle",
        2);
    assertDrawn(Chart.scatter("one").point("s", value, value).build(), "circle", 1);
    assertDrawn(
        Chart.scatter("two").point("s", value, value).point("s", value, value).build(),
        "circle",
        2);
    assertDrawn(Chart.histogram("one").values(List.of(value)).build(), "rect", 1);
    assertDrawn(Chart.histogram("seven").values(Collections.nCopies(7, value)).build(), "rect", 1);
  }

  @Test
  void a_histogram_counts_every_value() {
    Document svg =
        parsed(
            Chart.histogram("h")
                .values(List.of(0.0, 0.1, 0.5, 0.9, 1.0, 1.0))
                .bins(2)
                .axes("value", "")
                .build());
    List<Double> heights =
        svg.select("rect").stream()
            .map(bar -> Double.valueOf(bar.attr("height")))
            .sorted()
            .toList();

    assertThat(heights).hasSize(2);
    assertThat(heights.get(1) / heights.get(0)).isCloseTo(2, within(0.01));
    assertThat(svg.select("text").eachText()).contains("count", "value", "0", "1", "2", "3", "4");
  }

  @Test
  void bars_are_as_long_as_their_values_and_only_intervals_have_whiskers() {
    Document svg =
        parsed(
            Chart.bars("b")
                .bar("s", "long", 0.8, 0.1)
                .bar("s", "short", 0.2)
                .bar("s", "negative", -0.4)
                .build());
    List<Double> lengths =
        svg.select("rect").stream().map(bar -> Double.valueOf(bar.attr("width"))).sorted().toList();

    assertThat(lengths).hasSize(3);
    assertThat(lengths.get(1) / lengths.get(0)).isCloseTo(2, within(0.01));
    assertThat(lengths.get(2) / lengths.get(0)).isCloseTo(4, within(0.01));
    assertThat(svg.select("text").eachText()).containsSubsequence("long", "short", "negative");
    String whiskers = "g[stroke=currentColor]:not([stroke-opacity])";
    assertThat(svg.select(whiskers)).hasSize(1);
    assertThat(parsed(Chart.bars("b").bar("s", "c", 1).build()).select(whiskers)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void what_is_not_finite_is_refused(double value) {
    String end = " must be a finite number, but was " + value + "; leave such values out";
    assertThatThrownBy(() -> Chart.bars("t").bar("s", "c", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the value of \"c\"" + end);
    assertThatThrownBy(() -> Chart.bars("t").bar("s", "c", 1, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the half width of \"c\"" + end);
    assertThatThrownBy(() -> Chart.lines("t").point("s", value, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("x of \"s\"" + end);
    assertThatThrownBy(() -> Chart.scatter("t").point("s", 1, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("y of \"s\"" + end);
    assertThatThrownBy(() -> Chart.histogram("t").values(List.of(1.0, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a value of \"t\"" + end);
  }

  @Test
  void charts_of_nothing_are_refused() {
    assertThatThrownBy(() -> Chart.bars("t").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the chart \"t\" has no bars; add one with bar(...)");
    assertThatThrownBy(() -> Chart.lines("t").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the chart \"t\" has no points; add one with point(...)");
    assertThatThrownBy(() -> Chart.scatter("t").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the chart \"t\" has no points; add one with point(...)");
    assertThatThrownBy(() -> Chart.histogram("t").build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the chart \"t\" has no values; add one with values(...)");
  }

  @Test
  void what_does_not_fit_is_refused() {
    assertThatThrownBy(() -> Chart.bars("t").bar("s", "c", 1).bar("s", "c", 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the series \"s\" has a bar for \"c\" already; name each category once a series");
    assertThatThrownBy(() -> Chart.lines("t").point("s", 1, 1).point("s", 1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the series \"s\" has a point at x = 1.0 already; give one for each x");
    assertThatThrownBy(() -> Chart.bars("t").bar("s", "c", 1, -0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the half width of \"c\" must be 0 or more, but was -0.5; give half the interval's"
                + " width");
    assertThatThrownBy(() -> Chart.histogram("t").bins(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("bins must be from 1 to 200, but was 0; 20 is the default");
    assertThatThrownBy(() -> Chart.bars("  "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the title must not be blank, but was \"  \"; say what it is");
  }
}
