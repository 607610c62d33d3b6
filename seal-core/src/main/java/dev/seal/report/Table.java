package dev.seal.report;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A table of texts, for a page and for a terminal. A value: equal tables show the same. Immutable.
 *
 * @param caption one line above it, or empty
 * @param columns the columns from the left, at least one
 * @param rows the rows from the top, each with a cell for every column; the first cell of a row
 *     says what the row is about
 * @param marked the number of the row that stands out, from 0, or empty
 * @param notes lines below it
 */
public record Table(
    String caption,
    List<Column> columns,
    List<List<String>> rows,
    OptionalInt marked,
    List<String> notes) {

  private static final String GAP = "  ";

  /** On which side of a column its texts stand. */
  public enum Align {
    /** For words. */
    LEFT,
    /** For numbers. */
    RIGHT
  }

  /**
   * A column.
   *
   * @param heading what is in it, with the unit; may be empty
   * @param align where its texts stand
   */
  public record Column(String heading, Align align) {

    /**
     * Checks.
     *
     * @param heading what is in it, with the unit; may be empty
     * @param align where its texts stand
     */
    public Column {
      requireNonNull(heading, "heading");
      requireNonNull(align, "align");
    }
  }

  /**
   * Checks and copies.
   *
   * @param caption one line above it, or empty
   * @param columns the columns from the left, at least one
   * @param rows the rows from the top, each with a cell for every column
   * @param marked the number of the row that stands out, from 0, or empty
   * @param notes lines below it
   * @throws IllegalArgumentException if there is no column, if a row has more or fewer cells than
   *     there are columns, or if there is no row with the marked number
   */
  public Table {
    requireNonNull(caption, "caption");
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    notes = List.copyOf(notes);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException(
          "a table must have columns, but has none; name them with left(...) and right(...)");
    }
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).size() != columns.size()) {
        throw new IllegalArgumentException(
            "row "
                + i
                + " must have "
                + columns.size()
                + " cells, one a column, but has "
                + rows.get(i).size()
                + ": "
                + rows.get(i));
      }
    }
    if (marked.isPresent() && (marked.getAsInt() < 0 || marked.getAsInt() >= rows.size())) {
      throw new IllegalArgumentException(
          "the marked row must be one of the "
              + rows.size()
              + " rows, counted from 0, but was "
              + marked.getAsInt());
    }
  }

  /**
   * Begins a table.
   *
   * @return a builder without columns
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * The table for a terminal: the caption, the headings, a rule, the rows and the notes. Columns
   * are two spaces apart and as wide as they need to be, so long lines are up to the terminal; a
   * star stands before the marked row. Line breaks in cells become spaces.
   *
   * @return lines that end with a line feed, without spaces at their ends
   */
  public String text() {
    List<String> lines = new ArrayList<>();
    if (!caption.isEmpty()) {
      lines.add(caption);
      lines.add("");
    }
    int[] widths = IntStream.range(0, columns.size()).map(this::width).toArray();
    String margin = marked.isPresent() ? GAP : "";
    lines.add(margin + line(columns.stream().map(Column::heading).toList(), widths));
    lines.add(margin + IntStream.of(widths).mapToObj("-"::repeat).collect(joining(GAP)));
    for (int i = 0; i < rows.size(); i++) {
      boolean starred = marked.isPresent() && marked.getAsInt() == i;
      lines.add((starred ? "* " : margin) + line(rows.get(i), widths));
    }
    if (!notes.isEmpty()) {
      lines.add("");
      lines.addAll(notes);
    }
    return lines.stream().map(String::stripTrailing).collect(joining("\n", "", "\n"));
  }

  private int width(int column) {
    int heading = length(flat(columns.get(column).heading()));
    return rows.stream().mapToInt(row -> length(flat(row.get(column)))).reduce(heading, Math::max);
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> padded(flat(cells.get(i)), widths[i], columns.get(i).align()))
        .collect(joining(GAP));
  }

  private static String padded(String text, int width, Align align) {
    String spaces = " ".repeat(width - length(text));
    return align == Align.LEFT ? text + spaces : spaces + text;
  }

  private static String flat(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Builds a table: first the columns, then the rows. For one thread. */
  public static final class Builder {

    private String caption = "";
    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private OptionalInt marked = OptionalInt.empty();
    private final List<String> notes = new ArrayList<>();

    private Builder() {}

    /**
     * Says what the table shows.
     *
     * @param text one line; empty for none, the default
     * @return this
     */
    public Builder caption(String text) {
      caption = requireNonNull(text, "text");
      return this;
    }

    /**
     * Adds columns of words.
     *
     * @param headings what is in them
     * @return this
     */
    public Builder left(String... headings) {
      return add(Align.LEFT, headings);
    }

    /**
     * Adds columns of numbers.
     *
     * @param headings what is in them, with the units
     * @return this
     */
    public Builder right(String... headings) {
      return add(Align.RIGHT, headings);
    }

    private Builder add(Align align, String... headings) {
      for (String heading : headings) {
        columns.add(new Column(heading, align));
      }
      return this;
    }

    /**
     * Adds a row.
     *
     * @param cells one a column
     * @return this
     */
    public Builder row(String... cells) {
      rows.add(List.of(cells));
      return this;
    }

    /**
     * Adds the row that stands out: bold on a page, with a star in a terminal.
     *
     * @param cells one a column
     * @return this
     * @throws IllegalStateException if there is a marked row already
     */
    public Builder markedRow(String... cells) {
      if (marked.isPresent()) {
        throw new IllegalStateException(
            "row "
                + marked.getAsInt()
                + " is marked already; mark one row and add others with row(...)");
      }
      marked = OptionalInt.of(rows.size());
      return row(cells);
    }

    /**
     * Adds a line below the table.
     *
     * @param text the line
     * @return this
     * @throws IllegalArgumentException if the text is blank
     */
    public Builder note(String text) {
      notes.add(Checks.text(text, "note"));
      return this;
    }

    /**
     * Makes the table.
     *
     * @return a table
     * @throws IllegalArgumentException if there is no column, or if a row has more or fewer cells
     *     than there are columns
     */
    public Table build() {
      return new Table(caption, columns, rows, marked, notes);
    }
  }
}
