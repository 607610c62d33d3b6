package dev.seal.report;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A small picture made of coloured cells, such as the grid of a puzzle. A value: equal pictures
 * show the same. Immutable.
 *
 * @param caption what it is, in a few words; what colour alone would say, such as that an answer is
 *     wrong, belongs here
 * @param rows the rows from the top, each with the colours of its cells from the left, as {@code
 *     #rrggbb} in lower case; all rows have the same length, at least 1
 */
public record Picture(String caption, List<List<String>> rows) {

  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  /**
   * Checks and copies.
   *
   * @param caption what it is, in a few words
   * @param rows the rows from the top, each with the colours of its cells from the left, as {@code
   *     #rrggbb} in upper or lower case
   * @throws IllegalArgumentException if the caption is blank, if there are no cells, if the rows
   *     are not all of one length, or if a cell is not such a colour
   */
  public Picture {
    Checks.text(caption, "caption");
    rows = rows.stream().map(List::copyOf).toList();
    if (rows.stream().allMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "the picture \"" + caption + "\" has no cells; give at least one row of one colour");
    }
    for (int i = 0; i < rows.size(); i++) {
      check(caption, rows, i);
    }
    rows =
        rows.stream()
            .map(row -> row.stream().map(color -> color.toLowerCase(Locale.ROOT)).toList())
            .toList();
  }

  private static void check(String caption, List<List<String>> rows, int number) {
    List<String> row = rows.get(number);
    int length = rows.get(0).size();
    if (row.size() != length) {
      throw new IllegalArgumentException(
          "row "
              + number
              + " of the picture \""
              + caption
              + "\" has "
              + row.size()
              + " cells, but row 0 has "
              + length
              + "; make all rows equally long");
    }
    for (int i = 0; i < length; i++) {
      if (!COLOR.matcher(row.get(i)).matches()) {
        throw new IllegalArgumentException(
            "cell "
                + i
                + " of row "
                + number
                + " of the picture \""
                + caption
                + "\" is not a colour, but \""
                + row.get(i)
                + "\"; write it as #rrggbb, such as #0074d9");
      }
    }
  }
}
