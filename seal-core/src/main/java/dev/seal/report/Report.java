package dev.seal.report;

import static java.util.Objects.requireNonNull;

import dev.seal.report.Block.ChartBlock;
import dev.seal.report.Block.Details;
import dev.seal.report.Block.Paragraph;
import dev.seal.report.Block.Pictures;
import dev.seal.report.Block.Preformatted;
import dev.seal.report.Block.Section;
import dev.seal.report.Block.TableBlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One HTML page about an experiment. The page has all it needs in itself: it loads nothing and runs
 * nothing, so it can be sent by mail and kept. All texts are shown as they are, whatever markup
 * they contain. Equal content gives equal bytes. Immutable, and safe for use by several threads.
 */
public final class Report {

  private final String title;
  private final List<String> summary;
  private final List<Block> blocks;

  private Report(String title, List<String> summary, List<Block> blocks) {
    this.title = title;
    this.summary = List.copyOf(summary);
    this.blocks = List.copyOf(blocks);
  }

  /**
   * Begins a report.
   *
   * @param title the page's title
   * @return a builder without content
   * @throws IllegalArgumentException if the title is blank
   */
  public static Builder titled(String title) {
    return new Builder(Checks.text(title, "title"), false);
  }

  /**
   * The page.
   *
   * @return an HTML5 document
   */
  public String html() {
    return Page.html(title, summary, blocks);
  }

  /**
   * Writes the page in UTF-8, whole or not at all; a file that was there is replaced.
   *
   * @param file where to; folders on the way are made
   * @throws java.io.UncheckedIOException if it cannot be written; a file that was there stays
   */
  public void save(Path file) {
    WholeFile.write(requireNonNull(file, "file"), html());
  }

  /**
   * The charts, those in collapsed parts among them.
   *
   * @return an unmodifiable list in the page's order
   */
  public List<Chart> charts() {
    return charts(blocks).toList();
  }

  private static Stream<Chart> charts(List<Block> blocks) {
    return blocks.stream()
        .flatMap(
            block -> {
              if (block instanceof ChartBlock drawn) {
                return Stream.of(drawn.chart());
              }
              return block instanceof Details details ? charts(details.blocks()) : Stream.empty();
            });
  }

  @Override
  public String toString() {
    return "report \"" + title + '"';
  }

  /** Builds a report from the top. For one thread. */
  public static final class Builder {

    private final String title;
    private final boolean nested;
    private final List<String> summary = new ArrayList<>();
    private final List<Block> blocks = new ArrayList<>();

    private Builder(String title, boolean nested) {
      this.title = title;
      this.nested = nested;
    }

    /**
     * Adds a paragraph under the title, wherever this is called.
     *
     * @param text what was found, in a few sentences
     * @return this
     * @throws IllegalArgumentException if the text is blank
     * @throws IllegalStateException inside {@link #details}
     */
    public Builder summary(String text) {
      requireTop("summary");
      summary.add(Checks.text(text, "summary"));
      return this;
    }

    /**
     * Begins a section, which ends where the next one begins. A page with more than three has a
     * table of contents.
     *
     * @param heading what it is about
     * @return this
     * @throws IllegalArgumentException if the heading is blank
     * @throws IllegalStateException inside {@link #details}
     */
    public Builder section(String heading) {
      requireTop("section");
      return add(new Section(Checks.text(heading, "heading")));
    }

    /**
     * Adds a paragraph.
     *
     * @param text one paragraph; line breaks count as spaces
     * @return this
     * @throws IllegalArgumentException if the text is blank
     */
    public Builder paragraph(String text) {
      return add(new Paragraph(Checks.text(text, "paragraph")));
    }

    /**
     * Adds a table.
     *
     * @param table the table
     * @return this
     */
    public Builder table(Table table) {
      return add(new TableBlock(requireNonNull(table, "table")));
    }

    /**
     * Adds a chart with its title above and its caption below.
     *
     * @param chart the chart
     * @return this
     */
    public Builder chart(Chart chart) {
      return add(new ChartBlock(requireNonNull(chart, "chart")));
    }

    /**
     * Adds pictures side by side, each under its caption, in a row that goes on below where the
     * page ends. An input and its output stay together if they have a row of their own.
     *
     * @param title what they show, such as the name of a puzzle
     * @param pictures the pictures from the left, at least one
     * @return this
     * @throws IllegalArgumentException if the title is blank or there are no pictures
     */
    public Builder pictures(String title, List<Picture> pictures) {
      Pictures row = new Pictures(Checks.text(title, "title"), List.copyOf(pictures));
      if (row.pictures().isEmpty()) {
        throw new IllegalArgumentException(
            "the row of pictures \"" + title + "\" is empty; give at least one picture");
      }
      return add(row);
    }

    /**
     * Adds a text as it is, such as a self-edit or a prompt, in letters of equal width and with its
     * line breaks.
     *
     * @param caption what it is
     * @param preformatted the text, of any length
     * @return this
     * @throws IllegalArgumentException if the caption is blank
     */
    public Builder text(String caption, String preformatted) {
      return add(
          new Preformatted(
              Checks.text(caption, "caption"), requireNonNull(preformatted, "preformatted")));
    }

    /**
     * Adds a part that is closed until its reader opens it.
     *
     * @param summary what is in it, shown while it is closed
     * @param content fills the part; sections and summaries have no place in it
     * @return this
     * @throws IllegalArgumentException if the summary is blank or the part stays empty
     */
    public Builder details(String summary, Consumer<Builder> content) {
      Checks.text(summary, "summary of details");
      Builder inner = new Builder(summary, true);
      content.accept(inner);
      if (inner.blocks.isEmpty()) {
        throw new IllegalArgumentException(
            "the details \"" + summary + "\" are empty; add to the builder that is handed in");
      }
      return add(new Details(summary, List.copyOf(inner.blocks)));
    }

    /**
     * Makes the report.
     *
     * @return a report
     * @throws IllegalStateException inside {@link #details}
     */
    public Report build() {
      requireTop("build");
      return new Report(title, summary, blocks);
    }

    private Builder add(Block block) {
      blocks.add(block);
      return this;
    }

    private void requireTop(String method) {
      if (nested) {
        throw new IllegalStateException(
            method
                + "(...) was called inside the details \""
                + title
                + "\"; call it on the report's own builder");
      }
    }
  }
}
