package dev.seal.report;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;

/**
 * A text in lines.
 *
 * @param lines at least one
 */
record Wrapped(List<String> lines) {

  /** Breaks at spaces; a longer word is broken within. */
  static Wrapped of(String text, int width) {
    List<String> lines = new ArrayList<>();
    String line = "";
    for (String word : Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().split(text)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line);
        line = "";
      }
      line = line.isEmpty() ? word : line + " " + word;
      while (line.length() > width) {
        lines.add(line.substring(0, width));
        line = line.substring(width);
      }
    }
    lines.add(line);
    return new Wrapped(List.copyOf(lines));
  }

  int width() {
    return lines.stream().mapToInt(String::length).max().orElse(0);
  }

  String text() {
    return String.join("\n", lines);
  }
}
