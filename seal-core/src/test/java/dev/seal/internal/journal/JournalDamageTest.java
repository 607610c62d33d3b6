package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalDamageTest {

  private static final String REMEDY =
      "; restore the file from a copy, or start over in another folder";

  @TempDir Path folder;
  private Path file;
  private byte[] whole;
  private List<JournalLine> lines;

  @BeforeEach
  void five_lines() throws IOException {
    file = folder.resolve("journal.jsonl");
    try (Journal journal = Journal.open(folder)) {
      for (int i = 0; i < 5; i++) {
        Values value = Values.of(i);
        journal.step("group-" + i + "/\"write\"", Values.class, () -> value);
      }
    }
    whole = Files.readAllBytes(file);
    lines = read(whole).lines();
    assertThat(lines).hasSize(5);
  }

  private static JournalReading.Intact read(byte[] bytes) {
    return JournalReading.read("journal.jsonl", bytes);
  }

  private int lineAt(int position) {
    int line = 1;
    for (int i = 0; i < position; i++) {
      line += whole[i] == '\n' ? 1 : 0;
    }
    return line;
  }

  @Test
  void a_change_of_any_byte_is_refused_by_its_line() {
    int last = whole.length - 1;
    for (int position = 0; position < last; position++) {
      String expected = "journal.jsonl, line " + lineAt(position) + " is damaged: ";
      byte[] changed = whole.clone();
      for (int bit = 1; bit < 256; bit <<= 1) {
        changed[position] = (byte) (whole[position] ^ bit);
        assertDamaged(changed, expected);
      }
      for (char value : "\n\r \"09af}".toCharArray()) {
        if (value != whole[position]) {
          changed[position] = (byte) value;
          assertDamaged(changed, expected);
        }
      }
    }
    // Without its line break, the last line is a torn one.
    byte[] changed = whole.clone();
    changed[last] = 'x';
    assertThat(read(changed).lines()).isEqualTo(lines.subList(0, 4));
  }

  @Test
  void a_change_of_any_byte_of_the_last_line_to_any_other_is_refused() {
    String expected = "journal.jsonl, line 2 is damaged: ";
    byte[] two = (lines.get(0).text() + "\n" + lines.get(1).text() + "\n").getBytes(ISO_8859_1);
    for (int position = lines.get(0).text().length() + 1; position < two.length - 1; position++) {
      byte[] changed = two.clone();
      for (int value = 0; value < 256; value++) {
        if ((byte) value != two[position]) {
          changed[position] = (byte) value;
          assertDamaged(changed, expected);
        }
      }
    }
  }

  private static void assertDamaged(byte[] bytes, String expected) {
    JournalReading.Intact intact;
    try {
      intact = read(bytes);
    } catch (DataFormatException e) {
      if (!e.getMessage().startsWith(expected) || !e.getMessage().endsWith(REMEDY)) {
        throw new AssertionError("expected \"" + expected + "\"", e);
      }
      return;
    }
    throw new AssertionError("read " + intact + " where " + expected);
  }

  @Test
  void an_inserted_or_a_lost_byte_is_refused_or_tears_the_last_line() {
    for (int position = 0; position < whole.length - 1; position++) {
      String expected = "journal.jsonl, line " + lineAt(position) + " is damaged: ";
      String text = new String(whole, ISO_8859_1);
      String without = text.substring(0, position) + text.substring(position + 1);
      assertDamaged(without.getBytes(ISO_8859_1), expected);
      String with = text.substring(0, position) + ' ' + text.substring(position);
      assertDamaged(with.getBytes(ISO_8859_1), expected);
    }
  }

  @Test
  void a_journal_cut_at_any_length_opens_as_the_longest_intact_beginning() throws IOException {
    for (int length = 0; length <= whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      String text = new String(cut, ISO_8859_1);
      String intact = text.substring(0, text.lastIndexOf('\n') + 1);
      List<JournalLine> expected = lines.subList(0, (int) intact.lines().count());
      assertThat(read(cut)).isEqualTo(new JournalReading.Intact(expected, intact.length()));
      if (length % 29 == 0 || cut.length == intact.length()) {
        Files.write(file, cut);
        try (Journal journal = Journal.open(folder)) {
          assertThat(journal.size()).isEqualTo(expected.size());
          assertThat(journal.has("group-0/\"write\"")).isEqualTo(!expected.isEmpty());
        }
        assertThat(file).hasBinaryContent(intact.getBytes(ISO_8859_1));
      }
    }
  }

  @Test
  void after_a_torn_line_the_run_goes_on_to_the_same_results() throws IOException {
    Files.write(file, Arrays.copyOf(whole, whole.length - 40));
    try (Journal journal = Journal.open(folder)) {
      for (int i = 0; i < 5; i++) {
        Values value = Values.of(i);
        assertThat(journal.step("group-" + i + "/\"write\"", Values.class, () -> value))
            .isEqualTo(value);
      }
    }
    assertThat(read(Files.readAllBytes(file)).lines())
        .extracting(JournalLine::object)
        .isEqualTo(lines.stream().map(JournalLine::object).toList());
  }

  @Test
  void other_damage_is_named_and_the_file_left_alone() throws IOException {
    List<String> text = lines.stream().map(JournalLine::text).toList();
    assertRefused(with(text, 1, ""), "line 2 is damaged: it is blank");
    assertRefused(with(text, 2, "# note"), "line 3 is damaged: it is not valid JSON (");
    assertRefused(with(text, 2, "null"), "line 3 is damaged: its content does not match the hash");
    assertRefused(with(text, 2, "{}"), "line 3 is damaged: its content does not match the hash");
    assertRefused(with(text, 1, text.get(2)), "line 2 is damaged: it says that it is line 3");
    assertRefused(
        with(text, 3, again(lines.get(1), 4, lines.get(2), "other").text()),
        "line 5 is damaged: it follows a line with the hash " + lines.get(3).sha256());
    assertRefused(
        with(text, 4, again(lines.get(4), 5, lines.get(3), lines.get(1).step()).text()),
        "line 5 is damaged: it records step \"group-1/\"write\"\", as line 2 did");
    assertRefused(
        with(text, 4, JournalLine.after(lines.get(2), "a", lines.get(0).object(), 1).text()),
        "line 5 is damaged: it says that it is line 4");
  }

  private static JournalLine again(JournalLine line, int number, JournalLine last, String step) {
    JournalLine result =
        JournalLine.after(last, step, line.object(), Duration.ofMillis(line.millis()).toMillis());
    assertThat(result.line()).isEqualTo(number);
    return result;
  }

  private static List<String> with(List<String> text, int index, String line) {
    List<String> changed = new ArrayList<>(text);
    changed.set(index, line);
    return changed;
  }

  private void assertRefused(List<String> text, String message) throws IOException {
    byte[] bytes = (String.join("\n", text) + "\n").getBytes(ISO_8859_1);
    Files.write(file, bytes);
    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ", " + message)
        .hasMessageEndingWith(REMEDY);
    assertThat(file).hasBinaryContent(bytes);
  }
}
