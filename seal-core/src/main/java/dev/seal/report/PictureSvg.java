package dev.seal.report;

import static j2html.TagCreator.each;
import static j2html.TagCreator.tag;

import j2html.tags.DomContent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws a picture's cells: a path for each colour, and one for the lines between the cells. */
final class PictureSvg {

  /** The longer side of a large picture, in CSS pixels; four such pictures fit the page. */
  private static final int SIDE = 210;

  private static final int LARGEST_CELL = 24;
  private static final int SMALLEST_CELL = 4;

  // Can be told from black and from white, so from either page, and from most cells.
  private static final String LINE = "#555555";

  private PictureSvg() {}

  static DomContent of(Picture picture) {
    List<List<String>> rows = picture.rows();
    int down = rows.size();
    int across = rows.get(0).size();
    int cell = cell(Math.max(down, across));
    int width = across * cell;
    int height = down * cell;
    // Lines are one pixel wide and have their middle on the border of a cell, the outermost too.
    return tag("svg")
        .attr("width", width + 1)
        .attr("height", height + 1)
        .attr("viewBox", "-.5 -.5 " + (width + 1) + " " + (height + 1))
        .attr("role", "img")
        .attr("aria-label", alternative(picture.caption(), down, across))
        .with(
            each(
                cells(rows, cell),
                (color, path) -> tag("path").attr("fill", color).attr("d", path)))
        .with(tag("path").attr("stroke", LINE).attr("d", lines(width, height, cell)));
  }

  private static int cell(int longest) {
    return Math.max(SMALLEST_CELL, Math.min(LARGEST_CELL, SIDE / longest));
  }

  private static String alternative(String caption, int down, int across) {
    return caption + ". " + counted(down, "row") + " of " + counted(across, "cell");
  }

  private static String counted(int count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }

  private static Map<String, StringBuilder> cells(List<List<String>> rows, int cell) {
    Map<String, StringBuilder> paths = new LinkedHashMap<>();
    for (int y = 0; y < rows.size(); y++) {
      List<String> row = rows.get(y);
      int from = 0;
      for (int x = 1; x <= row.size(); x++) {
        if (x == row.size() || !row.get(x).equals(row.get(from))) {
          int width = (x - from) * cell;
          paths
              .computeIfAbsent(row.get(from), color -> new StringBuilder())
              .append('M')
              .append(from * cell)
              .append(' ')
              .append(y * cell)
              .append('h')
              .append(width)
              .append('v')
              .append(cell)
              .append("h-")
              .append(width)
              .append('z');
          from = x;
        }
      }
    }
    return paths;
  }

  private static String lines(int width, int height, int cell) {
    StringBuilder path = new StringBuilder();
    for (int x = 0; x <= width; x += cell) {
      path.append('M').append(x).append(" -.5V").append(height).append(".5");
    }
    for (int y = 0; y <= height; y += cell) {
      path.append("M-.5 ").append(y).append('H').append(width).append(".5");
    }
    return path.toString();
  }
}
