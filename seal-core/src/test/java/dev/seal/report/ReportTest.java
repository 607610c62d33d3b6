package dev.seal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {

  private static final String NASTY = "<script>alert(\"1\")</script> & 'so' </pre></style>";

  @Test
  void a_page_is_valid_and_has_all_parts_in_order() {
    Parser parser = Parser.htmlParser().setTrackErrors(10);
    Document page = Jsoup.parse(SamplePage.report().html(), parser);

    assertThat(parser.getErrors()).isEmpty();
    assertThat(page.title()).isEqualTo("Two rounds of self-edits on 50 passages, Qwen2.5-0.5B");
    assertThat(page.selectFirst("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("h2").eachText())
        .containsExactly(
            "Methods side by side",
            "Reward by round",
            "Gains by passage",
            "Puzzles",
            "Self-edits in full",
            "Settings");
    assertThat(page.select("svg")).hasSize(17);
    assertThat(page.select(".pictures svg")).hasSize(12);
    assertThat(page.select("pre")).hasSize(6);
    assertThat(page.select("details")).hasSize(4);
    assertThat(page.select("tbody tr.marked th").text()).isEqualTo("Self-edits, round 2");
  }

  @Test
  void a_page_loads_and_runs_nothing() {
    String html = SamplePage.report().html();
    Document page = Jsoup.parse(html);

    assertThat(page.select("script, link, img, iframe, object, embed, foreignObject")).isEmpty();
    assertThat(page.select("[src], [srcset], [xlink|href]")).isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(href -> href.startsWith("#"));
    assertThat(page.getAllElements().stream().flatMap(e -> e.attributes().asList().stream()))
        .noneMatch(attribute -> attribute.getKey().startsWith("on"))
        .noneMatch(attribute -> attribute.getValue().contains("url("));
    assertThat(page.select("style")).hasSize(1);
    assertThat(page.select("style").html()).doesNotContain("url(").doesNotContain("@import");
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
  }

  @Test
  void texts_are_shown_as_they_are() {
    Report report =
        Report.titled(NASTY)
            .summary(NASTY)
            .section(NASTY)
            .paragraph(NASTY)
            .text(NASTY, "\n" + NASTY + "\n  two\n")
            .table(Table.builder().caption(NASTY).left(NASTY).row(NASTY).note(NASTY).build())
            .chart(
                Chart.bars(NASTY)
                    .axes(NASTY, NASTY)
                    .caption(NASTY)
                    .bar(NASTY, NASTY, 1)
                    .bar("b", NASTY, 2)
                    .build())
            .pictures(NASTY, List.of(new Picture(NASTY, List.of(List.of("#000000")))))
            .details(NASTY, details -> details.paragraph(NASTY))
            .build();
    Document page = Jsoup.parse(report.html());

    assertThat(page.select("script")).isEmpty();
    assertThat(page.title()).isEqualTo(NASTY);
    for (String place :
        List.of("h1", "header p", "h2", "main > p", "figcaption", "caption", "thead th")) {
      assertThat(page.selectFirst(place).text()).as(place).isEqualTo(NASTY);
    }
    for (String place :
        List.of("tbody th", ".note", "summary", "details p", ".title", ".pictures figcaption")) {
      assertThat(page.selectFirst(place).text()).as(place).isEqualTo(NASTY);
    }
    assertThat(page.selectFirst("svg").attr("aria-label")).isEqualTo(NASTY + ". " + NASTY);
    assertThat(page.select("svg text").eachText()).contains(NASTY);
    assertThat(page.selectFirst("figure:has(.pictures) > .title").text()).isEqualTo(NASTY);
    assertThat(page.selectFirst(".pictures svg").attr("aria-label"))
        .isEqualTo(NASTY + ". 1 row of 1 cell");
    assertThat(page.selectFirst("pre").wholeText()).isEqualTo("\n" + NASTY + "\n  two\n");
  }

  @Test
  void contents_come_with_the_fourth_section_and_lead_to_the_sections() {
    Report.Builder builder = Report.titled("t").section("a").section("b").section("c");
    assertThat(Jsoup.parse(builder.build().html()).select("nav")).isEmpty();

    Document page = Jsoup.parse(builder.section("d").build().html());
    assertThat(page.select("nav a").eachText()).containsExactly("a", "b", "c", "d");
    for (Element link : page.select("nav a")) {
      assertThat(page.selectFirst(link.attr("href")).text()).isEqualTo(link.text());
    }
  }

  @Test
  void the_same_content_gives_the_same_bytes() {
    assertThat(SamplePage.report().html()).isEqualTo(SamplePage.report().html());
    assertThat(Jsoup.parse(SamplePage.report().html()).select("svg [id]")).isEmpty();
  }

  @Test
  void charts_are_listed_with_those_in_details() {
    Chart first = SamplePage.bars();
    Chart second = SamplePage.gains();
    Report report =
        Report.titled("t").chart(first).details("more", details -> details.chart(second)).build();

    assertThat(report.charts()).containsExactly(first, second);
  }

  @Test
  void a_page_is_saved_into_new_folders_and_replaces_an_older_one(@TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("a/b/report.html");
    Report.titled("old").build().save(file);
    Report report = SamplePage.report();
    report.save(file);

    assertThat(file).hasContent(report.html());
    try (var files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void a_place_that_cannot_be_written_is_named_and_nothing_is_left(@TempDir Path folder)
      throws IOException {
    Path blocked = Files.writeString(folder.resolve("file"), "kept").resolve("report.html");
    assertThatThrownBy(() -> Report.titled("t").build().save(blocked))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith("the report cannot be written to " + blocked + " (")
        .hasMessageEndingWith("); choose a file that can be");

    assertThatThrownBy(() -> Report.titled("t").build().save(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("it is a folder");
    assertThat(folder.resolve("file")).hasContent("kept");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("file"));
    }
  }

  @Test
  void parts_without_words_or_in_a_wrong_place_are_refused() {
    assertThatThrownBy(() -> Report.titled(" "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the title must not be blank, but was \" \"; say what it is");
    assertThatThrownBy(() -> Report.titled("t").details("more", details -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the details \"more\" are empty; add to the builder that is handed in");
    assertThatThrownBy(() -> Report.titled("t").details("more", details -> details.section("s")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "section(...) was called inside the details \"more\"; call it on the report's own"
                + " builder");
  }
}
