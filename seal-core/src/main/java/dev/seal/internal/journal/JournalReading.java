package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.gson.JsonParseException;
import dev.seal.api.DataFormatException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines of a journal, checked one by one. What stands behind the last line break was torn off
 * by the end of a process and does not count; any other damage is refused.
 */
final class JournalReading {

  private final String file;
  private final List<JournalLine> lines = new ArrayList<>();
  private final Map<String, Integer> lineOfStep = new HashMap<>();

  private JournalReading(String file) {
    this.file = file;
  }

  /**
   * What is intact.
   *
   * @param length the lines' bytes, with their breaks
   */
  record Intact(List<JournalLine> lines, int length) {}

  /**
   * Reads a journal.
   *
   * @param file what it is called in messages
   * @throws DataFormatException if a line is damaged
   */
  static Intact read(String file, byte[] bytes) {
    JournalReading reading = new JournalReading(file);
    // A byte is a character here: lines are ASCII, and a byte beyond it does not pass their hash.
    String text = new String(bytes, ISO_8859_1);
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      reading.add(text.substring(start, end));
      start = end + 1;
    }
    return new Intact(List.copyOf(reading.lines), start);
  }

  private void add(String text) {
    int number = lines.size() + 1;
    if (text.isBlank()) {
      throw wrong("it is blank");
    }
    JournalLine line;
    try {
      line = JournalLine.parse(text);
    } catch (JsonParseException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (line.line() != number) {
      throw wrong("it says that it is line " + line.line());
    }
    String previous = number == 1 ? JournalLine.NOTHING_BEFORE : lines.get(number - 2).sha256();
    if (!line.previous().equals(previous)) {
      throw wrong(
          "it follows a line with the hash "
              + line.previous()
              + ", but the line before has "
              + previous);
    }
    Integer earlier = lineOfStep.putIfAbsent(line.step(), number);
    if (earlier != null) {
      throw wrong("it records step \"" + line.step() + "\", as line " + earlier + " did");
    }
    lines.add(line);
  }

  private DataFormatException wrong(String what) {
    return new DataFormatException(
        file
            + ", line "
            + (lines.size() + 1)
            + " is damaged: "
            + what
            + "; restore the file from a copy, or start over in another folder");
  }
}
