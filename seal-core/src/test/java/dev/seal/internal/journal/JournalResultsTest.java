package dev.seal.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalResultsTest {

  @TempDir Path folder;

  record Number(double value) {}

  record Numbers(List<Double> values) {}

  record Text(String text) {}

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
  void any_finite_double_comes_back_with_the_same_bits() {
    List<Double> doubles =
        Stream.concat(
                Stream.of(-0.0, 0.0, Double.MIN_VALUE, Double.MAX_VALUE, 0.1, 1e23, 2e-3),
                new Random(7).ints(20_000).mapToObj(seed -> Values.finite(new Random(seed))))
            .toList();
    try (Journal journal = Journal.open(folder)) {
      Numbers first = journal.step("a", Numbers.class, () -> new Numbers(doubles));
      assertThat(bits(first.values())).isEqualTo(bits(doubles));
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(bits(journal.step("a", Numbers.class, never()).values())).isEqualTo(bits(doubles));
    }
  }

  private static List<Long> bits(List<Double> doubles) {
    return doubles.stream().map(Double::doubleToRawLongBits).toList();
  }

  @Test
  void text_that_utf8_cannot_hold_comes_back_as_it_was() {
    String halves = "\ud83d x \ude00 \ude00\ud83d \\ud83d";
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.step("a", Text.class, () -> new Text(halves)).text()).isEqualTo(halves);
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.step("a", Text.class, never()).text()).isEqualTo(halves);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void a_number_that_is_not_finite_is_refused_by_its_place_and_nothing_is_written(double value) {
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(
              () -> journal.step("a", Numbers.class, () -> new Numbers(List.of(1.0, value))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "the result of step \"a\" cannot be recorded: Numbers.values[1] is " + value);
      assertThat(folder.resolve("objects")).isEmptyDirectory();
      assertThat(folder.resolve("journal.jsonl")).isEmptyFile();
      journal.step("a", Numbers.class, () -> new Numbers(List.of(1.0)));
      assertThat(journal.size()).isEqualTo(1);
    }
  }

  @Test
  void a_type_that_cannot_be_recorded_is_refused_before_the_work() {
    record Wrong(Optional<String> text) {}
    try (Journal journal = Journal.open(folder)) {
      assertThatThrownBy(() -> journal.step("a", Wrong.class, never()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("step \"a\" gives a ")
          .hasMessageContaining("Optional")
          .hasMessageEndingWith(
              "make it a record of strings, numbers, booleans, lists and records");
    }
  }

  @Test
  void a_result_of_another_type_is_refused_rather_than_filled_up() {
    record Renamed(double other) {}
    record More(double value, int more) {}
    record Coerced(String value) {}
    record Picky(double value) {
      Picky {
        throw new IllegalArgumentException("value must be 2");
      }
    }
    try (Journal journal = Journal.open(folder)) {
      journal.step("a", Number.class, () -> new Number(1));
    }
    for (Class<? extends Record> type :
        List.of(Renamed.class, More.class, Coerced.class, Picky.class, Values.class)) {
      try (Journal journal = Journal.open(folder)) {
        assertThatThrownBy(() -> journal.step("a", type, never()))
            .isInstanceOf(DataFormatException.class)
            .hasMessageContaining(", the result of step \"a\", is no " + type.getName() + ": ")
            .hasMessageEndingWith(
                "; go on with the version of the program that recorded it, or start over in another"
                    + " folder");
      }
    }
  }

  @Test
  void a_changed_cut_or_missing_result_is_refused_by_file_and_step() throws IOException {
    record(3);
    Path file = object(1);
    byte[] right = Files.readAllBytes(file);
    byte[] changed = right.clone();
    changed[right.length / 2] ^= 1;
    byte[] cut = new byte[right.length - 1];
    System.arraycopy(right, 0, cut, 0, cut.length);
    for (byte[] wrong : List.of(changed, cut, new byte[0])) {
      Files.write(file, wrong);
      assertRefused(file + ", the result of step \"step-1\", was changed: its bytes have the hash");
    }
    Files.delete(file);
    assertRefused(file + ", the result of step \"step-1\", is missing; restore the file");
    Files.write(file, right);
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.step("step-1", Values.class, never())).isEqualTo(Values.of(1));
    }
  }

  private void assertRefused(String message) {
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.step("step-0", Values.class, never())).isEqualTo(Values.of(0));
      assertThatThrownBy(() -> journal.step("step-1", Values.class, never()))
          .isInstanceOf(DataFormatException.class)
          .hasMessageStartingWith(message)
          .hasMessageEndingWith("from a copy, or start over in another folder");
      assertThat(journal.step("step-2", Values.class, never())).isEqualTo(Values.of(2));
    }
  }
}
