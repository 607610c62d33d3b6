package dev.seal.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClaimTest {

  private static final Map<String, String> TRAINING =
      Map.of("rank", "4", "rate", "0.001", "text", "<é\n");

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void claim() {
    file = folder.resolve("settings.json");
    try (Journal journal = Journal.open(folder)) {
      journal.claim("training", TRAINING);
      journal.claim("data", Map.of("seed", "3"));
      journal.step("a", Values.class, () -> Values.of(1));
    }
  }

  @Test
  void settings_are_written_for_people_and_the_same_ones_pass() throws IOException {
    assertThat(file)
        .hasContent(
            """
            {
              "data": {
                "seed": "3"
              },
              "training": {
                "rank": "4",
                "rate": "0.001",
                "text": "<é\\n"
              }
            }
            """);
    try (Journal journal = Journal.open(folder)) {
      assertThatCode(() -> journal.claim("training", TRAINING)).doesNotThrowAnyException();
      journal.claim("judge", Map.of());
    }
    assertThat(Files.readString(file)).contains("\"judge\": {}");
  }

  @Test
  void every_difference_is_named_with_both_values_and_nothing_is_written() throws IOException {
    String before = Files.readString(file);
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(
              () -> journal.claim("training", Map.of("rank", "8", "rate", "0.001", "epochs", "2")))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "run folder "
                  + folder
                  + " was begun with other settings of training: rank was 4 and is 8; text was <é\n"
                  + " and is not set; epochs was not set and is 2; run with the settings"
                  + " it was begun with, or in another folder");
    }
    assertThat(file).hasContent(before);
  }

  @Test
  void results_whose_settings_are_lost_are_refused() throws IOException {
    Files.delete(file);
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(() -> journal.claim("training", TRAINING))
          .isInstanceOf(DataFormatException.class)
          .hasMessageStartingWith(
              file + " is missing, so nothing says with what settings the recorded steps were done")
          .hasMessageEndingWith("restore the file from a copy, or start over in another folder");
    }
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                 | it is not as it was written",
        "[]                 | it is not as it was written",
        "{'a': 1}           | Expected BEGIN_OBJECT but was NUMBER",
        "{'a': null}        | it is not as it was written",
        "{'a': {'b': 3}}    | it is not as it was written",
        "{'a': {'b': null}} | it is not as it was written",
        "{'a': {}, 'a': {}} | Duplicate key 'a'",
        "{'a': {}           | End of input",
      })
  void a_damaged_file_is_refused(String json, String message) throws IOException {
    Files.writeString(file, json.replace('\'', '"'));
    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + " is damaged: ")
        .hasMessageContaining(message)
        .hasMessageEndingWith("; restore the file from a copy, or start over in another folder");
    Files.delete(file);
    Journal.open(folder).close(); // the lock was released
  }
}
