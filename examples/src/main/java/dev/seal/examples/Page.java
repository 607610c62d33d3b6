package dev.seal.examples;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Plain text of at most {@value #WIDTH} columns: headings, paragraphs and tables. */
final class Page {

  private static final int WIDTH = 100;
  private static final int INDENT = 2;

  private final PrintWriter out;

  Page(PrintWriter out) {
    this.out = out;
  }

  void heading(String text) {
    out.println();
    out.println(text);
  }

  /** Text in lines of its own, long ones broken. */
  void paragraph(String text) {
    table(List.of(WIDTH), text.lines().map(List::of).toList());
  }

  /** Rows of cells in columns of the given widths, long cells broken within their columns. */
  void table(List<Integer> widths, List<List<String>> rows) {
    Column[] columns =
        widths.stream()
            .map(width -> new Column(width, INDENT, Overflow.WRAP))
            .toArray(Column[]::new);
    for (List<String> row : rows) {
      // A table for each row, for a cell that is broken adds lines below all that were there
      // before.
      TextTable table = TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), columns);
      table.indentWrappedLines = 0;
      table.addEmptyRow();
      for (int column = 0; column < row.size(); column++) {
        table.putValue(0, column, Ansi.OFF.text(row.get(column)));
      }
      out.println(table.toString().stripTrailing());
    }
    out.flush();
  }
}
