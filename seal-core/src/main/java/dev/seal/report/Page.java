package dev.seal.report;

import static j2html.TagCreator.a;
import static j2html.TagCreator.body;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.document;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.head;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.main;
import static j2html.TagCreator.meta;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.pre;
import static j2html.TagCreator.rawHtml;
import static j2html.TagCreator.style;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.title;
import static j2html.TagCreator.tr;

import com.google.common.io.Resources;
import dev.seal.report.Block.ChartBlock;
import dev.seal.report.Block.Details;
import dev.seal.report.Block.Paragraph;
import dev.seal.report.Block.Pictures;
import dev.seal.report.Block.Preformatted;
import dev.seal.report.Block.Section;
import dev.seal.report.Block.TableBlock;
import dev.seal.report.Table.Align;
import j2html.TagCreator;
import j2html.tags.DomContent;
import j2html.tags.Tag;
import j2html.tags.specialized.TrTag;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A report as HTML. */
final class Page {

  private static final int MOST_WITHOUT_CONTENTS = 3;

  /** What has been placed; a section's number is its anchor. */
  private final List<Section> sections = new ArrayList<>();

  private Page() {}

  static String html(String title, List<String> summary, List<Block> blocks) {
    Page page = new Page();
    List<DomContent> content = page.all(blocks);
    return document(
        TagCreator.html(
                head(
                    meta().withCharset("utf-8"),
                    meta().withName("viewport").withContent("width=device-width, initial-scale=1"),
                    title(title),
                    style(rawHtml(css()))),
                body(
                    header(h1(title), each(summary, text -> p(text))),
                    iff(page.sections.size() > MOST_WITHOUT_CONTENTS, page.contents()),
                    main(content.toArray(DomContent[]::new))))
            .withLang("en"));
  }

  private DomContent contents() {
    return nav(ol(
            each(sections, (i, section) -> li(a(section.heading()).withHref("#" + anchor(i))))))
        .attr("aria-label", "Contents");
  }

  private List<DomContent> all(List<Block> blocks) {
    return blocks.stream().map(this::one).toList();
  }

  private DomContent one(Block block) {
    if (block instanceof Section section) {
      sections.add(section);
      return h2(section.heading()).withId(anchor(sections.size() - 1));
    } else if (block instanceof Paragraph paragraph) {
      return p(paragraph.text());
    } else if (block instanceof TableBlock placed) {
      return of(placed.table());
    } else if (block instanceof ChartBlock placed) {
      return of(placed.chart());
    } else if (block instanceof Pictures row) {
      return of(row);
    } else if (block instanceof Preformatted text) {
      // Readers of HTML leave out a line break at the beginning of pre.
      return figure(
          figcaption(text.caption()).withClass("title"),
          pre(rawHtml("\n"), TagCreator.text(text.text())));
    } else if (block instanceof Details inner) {
      return details(summary(inner.summary()), div(all(inner.blocks()).toArray(DomContent[]::new)));
    }
    throw new IllegalStateException("a block without a form: " + block);
  }

  private static DomContent of(Chart chart) {
    return figure(
        div(chart.title()).withClass("title"),
        wide(chart.title(), rawHtml(chart.untitledSvg())),
        iff(!chart.caption().isEmpty(), figcaption(chart.caption())));
  }

  private static DomContent of(Pictures row) {
    return figure(
        figcaption(row.title()).withClass("title"),
        div(each(
                row.pictures(),
                picture -> figure(figcaption(picture.caption()), PictureSvg.of(picture))))
            .withClass("pictures"));
  }

  private static DomContent of(Table table) {
    List<TrTag> rows = new ArrayList<>();
    for (int i = 0; i < table.rows().size(); i++) {
      TrTag row = row(table, table.rows().get(i));
      rows.add(table.marked().orElse(-1) == i ? row.withClass("marked") : row);
    }
    DomContent drawn =
        table(
            iff(!table.caption().isEmpty(), caption(table.caption())),
            thead(
                tr(
                    each(
                        table.columns(),
                        column ->
                            aligned(th(column.heading()).attr("scope", "col"), column.align())))),
            tbody(rows.toArray(DomContent[]::new)));
    return div(
        wide(table.caption().isEmpty() ? "Table" : table.caption(), drawn),
        each(table.notes(), note -> p(note).withClass("note")));
  }

  private static TrTag row(Table table, List<String> cells) {
    TrTag row = tr();
    for (int i = 0; i < cells.size(); i++) {
      Tag<?> cell = i == 0 ? th(cells.get(i)).attr("scope", "row") : td(cells.get(i));
      row.with(aligned(cell, table.columns().get(i).align()));
    }
    return row;
  }

  private static Tag<?> aligned(Tag<?> cell, Align align) {
    return align == Align.RIGHT ? cell.withClass("right") : cell;
  }

  /** What may be wider than the page; it can be moved with the keyboard, too. */
  private static DomContent wide(String name, DomContent content) {
    return div(content)
        .withClass("wide")
        .withTabindex(0)
        .attr("role", "region")
        .attr("aria-label", name);
  }

  private static String anchor(int section) {
    return "section-" + (section + 1);
  }

  private static String css() {
    try {
      return Resources.toString(
          Resources.getResource(Page.class, "report.css"), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("the report's style sheet cannot be read: " + e, e);
    }
  }
}
