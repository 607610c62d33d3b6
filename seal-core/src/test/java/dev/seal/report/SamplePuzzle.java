package dev.seal.report;

import java.util.List;
import java.util.stream.Stream;

/** Grids of puzzles, in the colours in which they are usually shown. */
final class SamplePuzzle {

  private static final List<String> COLORS =
      List.of(
          "#000000", "#0074D9", "#FF4136", "#2ECC40", "#FFDC00", "#AAAAAA", "#F012BE", "#FF851B",
          "#7FDBFF", "#870C25");

  private SamplePuzzle() {}

  /** Rows that are to be mirrored, in grids of several sizes. */
  static List<Picture> small() {
    return List.of(
        grid("Example 1, input", "002 040 111"),
        grid("Example 1, output", "200 040 111"),
        grid("Example 2, input", "0123456 7898765 0000001"),
        grid("Example 2, output", "6543210 5678987 1000000"),
        grid("Test input", "5550000000 0000000088"),
        grid("Attempt 1: wrong", "5550000000 8800000000"),
        grid("Attempt 2: right", "0000000555 8800000000"),
        grid("Solution", "0000000555 8800000000"));
  }

  /** The largest grids that there are: frames in frames, a part of which is hidden. */
  static List<Picture> large() {
    return List.of(
        frames("Test input", "5"),
        frames("Attempt 1: wrong", "0"),
        frames("Attempt 2: right", ""),
        frames("Solution", ""));
  }

  private static Picture frames(String caption, String hidden) {
    StringBuilder digits = new StringBuilder();
    for (int y = 0; y < 30; y++) {
      for (int x = 0; x < 30; x++) {
        int frame = Math.min(Math.min(x, 29 - x), Math.min(y, 29 - y));
        boolean seen = hidden.isEmpty() || x < 4 || x > 12 || y < 17 || y > 23;
        digits.append(seen ? String.valueOf(frame % 2 == 0 ? frame % 9 : 0) : hidden);
      }
      digits.append(' ');
    }
    return grid(caption, digits.toString());
  }

  /** A picture of rows of digits. */
  static Picture grid(String caption, String digits) {
    List<List<String>> rows =
        Stream.of(digits.split(" "))
            .map(row -> row.chars().mapToObj(digit -> COLORS.get(digit - '0')).toList())
            .toList();
    return new Picture(caption, rows);
  }
}
