package dev.seal.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {

  @TempDir Path folder;

  record Number(double value) {}

  private static <R> Supplier<R> never() {
    return () -> {
      throw new AssertionError("the step is done already");
    };
  }

  private void record(int count) {
    try (Journal journal = Journal.open(folder)) {
      for (int i = 0; i < count; i++) {
        Values value = Values.of(i);
        assertThat(journal.step("step-" + i, Values.class, () -> value)).isEqualTo(value);
      }
    }
  }

  private Path object(int index) throws IOException {
    String line = Files.readAllLines(folder.resolve("journal.jsonl")).get(index);
    return folder.resolve("objects/" + line.replaceAll(".*\"object\":\"(\\w+)\".*", "$1.json"));
  }

  @Test
  void a_resumed_run_gives_the_recorded_results_without_the_work_and_does_the_rest() {
    record(5);
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.size()).isEqualTo(5);
      for (int i = 0; i < 5; i++) {
        assertThat(journal.has("step-" + i)).isTrue();
        assertThat(journal.step("step-" + i, Values.class, never())).isEqualTo(Values.of(i));
      }
      assertThat(journal.has("step-5")).isFalse();
      assertThat(journal.step("step-5", Values.class, () -> Values.of(5))).isEqualTo(Values.of(5));
      assertThat(journal.size()).isEqualTo(6);
    }
  }

  @Test
  void a_line_says_what_was_done_and_binds_what_stands_before_it() throws IOException {
    record(2);
    assertThat(Files.readString(folder.resolve("journal.jsonl")))
        .matches(
            "\\{\"line\":1,\"previous\":\"0{64}\",\"step\":\"step-0\",\"object\":\"[0-9a-f]{64}\","
                + "\"millis\":\\d+,\"hash\":\"[0-9a-f]{64}\"}\n"
                + "\\{\"line\":2,\"previous\":\"[0-9a-f]{64}\",\"step\":\"step-1\",.*}\n");
    assertThat(object(0)).exists();
    assertThat(folder.resolve("tmp")).doesNotExist();
  }

  @Test
  void the_time_of_a_step_is_known_to_a_resumed_run() {
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(() -> journal.spent("a"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("step \"a\" is not done; ask for its time after its result");
      journal.step("a", Number.class, () -> new Number(1));
    }
    try (Journal first = Journal.open(folder)) {
      assertThat(first.spent("a").toMillis()).isBetween(0L, 600_000L);
    }
  }

  @Test
  void a_name_asked_for_twice_is_refused_but_not_after_a_failure() {
    try (Journal journal = Journal.open(folder)) {
      Supplier<Number> failing =
          () -> {
            throw new IllegalArgumentException("no");
          };
      assertThatThrownBy(() -> journal.step("a/b", Number.class, failing)).hasMessage("no");
      journal.step("a/b", Number.class, () -> new Number(1));
      assertThatThrownBy(() -> journal.step("a/b", Number.class, never()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "step \"a/b\" was asked for twice in one run; give each step a name of its own, such"
                  + " as by its number");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\nb", "é"})
  void a_name_that_is_not_printable_ascii_is_refused(String name) {
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(() -> journal.step(name, Number.class, never()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("must be printable ASCII, but is \"" + name + "\"");
    }
  }

  @Test
  void what_a_killed_process_left_unfinished_is_deleted() throws IOException {
    record(1);
    Files.createDirectories(folder.resolve("tmp/half"));
    Files.writeString(folder.resolve("tmp/half/adapter.bin"), "half");
    try (Journal journal = Journal.open(folder)) {
      assertThat(folder.resolve("tmp")).isEmptyDirectory();
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void an_interrupt_neither_stops_the_recording_nor_gets_lost() {
    try (Journal journal = Journal.open(folder)) {
      Thread.currentThread().interrupt();
      journal.step("a", Number.class, () -> new Number(1));
      assertThat(Thread.interrupted()).isTrue();
      journal.step("b", Number.class, () -> new Number(2));
    } finally {
      Thread.interrupted();
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.step("b", Number.class, never()).value()).isEqualTo(2);
      assertThat(journal.has("a")).isTrue();
    }
  }

  @Test
  void a_folder_that_cannot_be_written_is_said_with_what_is_safe() throws IOException {
    record(2);
    try (Journal journal = Journal.open(folder)) {
      Files.delete(folder.resolve("tmp"));
      assertThatThrownBy(() -> journal.step("a", Number.class, () -> new Number(1)))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith(
              "cannot write the result of step \"a\" into run folder " + folder + ": ")
          .hasMessageContaining("No such file or directory")
          .hasMessageContaining("; 2 steps are safe there; free space on its disk")
          .hasMessageEndingWith("and run the same command again");
      Files.createDirectory(folder.resolve("tmp"));
      assertThat(journal.step("a", Number.class, () -> new Number(1)).value()).isEqualTo(1);
    }
  }

  @Test
  void files_of_the_run_are_written_beside_the_journals_own() throws IOException {
    try (Journal journal = Journal.open(folder)) {
      journal.write("results.json", new byte[] {1, 2});
      journal.write("results.json", new byte[] {3});
      assertThat(folder.resolve("results.json")).hasBinaryContent(new byte[] {3});
      for (String name : List.of("lock", "journal.jsonl", "tmp", "a/b", "../a", "/a", "", "..")) {
        assertThatThrownBy(() -> journal.write(name, new byte[0]))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("this is \"" + name + "\"; name it such as results.json");
      }
    }
  }

  @Test
  void a_closed_journal_says_so() {
    Journal journal = Journal.open(folder);
    journal.close();
    journal.close();
    assertThatThrownBy(() -> journal.step("a", Number.class, never()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "run folder " + folder + " is closed; open it again, or close it after its last use");
  }

  @Test
  void without_a_folder_a_step_gives_what_its_work_gave() {
    try (Steps steps = Steps.none()) {
      Number nan = new Number(Double.NaN);
      steps.claim("training", Map.of("rank", "4"));
      steps.write("results.json", new byte[0]);
      assertThat(steps.step("a", Number.class, () -> nan)).isSameAs(nan);
      assertThat(steps.has("a")).isTrue();
      assertThat(steps.has("b")).isFalse();
      assertThat(steps.size()).isEqualTo(1);
      assertThat(steps.spent("a")).isGreaterThanOrEqualTo(Duration.ZERO);
      assertThatThrownBy(() -> steps.step("a", Number.class, never()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("step \"a\" was asked for twice in one run");
    }
  }
}
