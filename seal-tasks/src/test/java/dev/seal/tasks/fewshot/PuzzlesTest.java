package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import dev.seal.api.DataFormatException;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PuzzlesTest {

  private static final String TRAIN =
      "\"train\": [{\"input\": [[1]], \"output\": [[1, 1]]}, {\"output\": [[2, 2]], \"input\":"
          + " [[2]]}]";
  private static final List<Pair> PAIRS =
      List.of(new Pair(Grid.of("1"), Grid.of("11")), new Pair(Grid.of("2"), Grid.of("22")));

  @TempDir Path folder;

  @Test
  void reads_puzzles_in_the_files_order_and_passes_over_unknown_fields() throws IOException {
    Path file =
        challenges(
            """
            {"b": {%s, "test": [{"input": [[3]]}, {"input": [[4]], "output": [[4, 4]]}]},
             "a": {"name": "x", "test": [{"input": [[0, 9], [8, 7]], "id": 7}], %s}}
            """
                .formatted(TRAIN, TRAIN));
    assertThat(Puzzles.load(file))
        .containsExactly(
            new Puzzle(
                "b",
                PAIRS,
                List.of(unsolved("3"), new Puzzle.Test(Grid.of("4"), Optional.of(Grid.of("44"))))),
            new Puzzle(
                "a", PAIRS, List.of(new Puzzle.Test(Grid.of("09", "87"), Optional.empty()))));
  }

  @Test
  void reads_solutions_from_a_file_of_their_own() throws IOException {
    Path challenges =
        challenges(
            """
            {"b": {%s, "test": [{"input": [[3]]}, {"input": [[4]], "output": [[4, 4]]}]},
             "c": {%s, "test": [{"input": [[6]]}]},
             "a": {%s, "test": [{"input": [[5]]}]}}
            """
                .formatted(TRAIN, TRAIN, TRAIN));
    Path solutions = solutions("{\"a\": [[[5, 5]]], \"b\": [[[3, 3]], [[4, 4]]]}");
    assertThat(Puzzles.load(challenges, solutions))
        .containsExactly(
            new Puzzle("b", PAIRS, List.of(solved("3", "33"), solved("4", "44"))),
            new Puzzle("c", PAIRS, List.of(unsolved("6"))),
            new Puzzle("a", PAIRS, List.of(solved("5", "55"))));
  }

  @Test
  void reads_puzzles_in_sets() {
    String json =
        """
        {"eval": {"a": {%s, "test": [{"input": [[3]]}]}}, "train": {}}
        """
            .formatted(TRAIN);
    assertThat(Puzzles.readSets(new StringReader(json), "sets.json"))
        .containsExactly(
            entry("eval", List.of(new Puzzle("a", PAIRS, List.of(unsolved("3"))))),
            entry("train", List.of()));
    assertThatThrownBy(
            () -> Puzzles.readSets(new StringReader("{\"eval\": {\"a\": {}}}"), "sets.json"))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("sets.json: $.eval.a has no \"train\"; add it");
  }

  @Test
  void says_that_a_puzzle_has_more_pairs_or_tests_than_one_can_have() throws IOException {
    String pairs = "{\"input\": [[1]], \"output\": [[1]]},".repeat(100);
    String last = "{\"input\": [[1]], \"output\": [[1]]}]";

    Path train = challenges("{\"p\": {\"train\": [" + pairs + last + "}}");
    assertThatThrownBy(() -> Puzzles.load(train))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(train + ": $.p.train has more than 100 pairs; leave the others out");
    Path tests = challenges("{\"p\": {\"test\": [" + pairs + last + "}}");
    assertThatThrownBy(() -> Puzzles.load(tests))
        .hasMessage(tests + ": $.p.test has more than 100 tests; leave the others out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | $ must be an object, but is an array; correct the file",
        "{\"p\": []} | $.p must be an object, but is an array; correct the file",
        "{\"\": {}} | $. has the blank id \"\"; give the puzzle one",
        "{\"p\": {TRAIN}} | $.p has no \"test\"; add it",
        "{\"p\": {\"test\": [{\"input\": [[1]]}]}} | $.p has no \"train\"; add it",
        "{\"p\": {\"train\": []}} | $.p.train must have at least 2 pairs, but has 0; leave the"
            + " puzzle out",
        "{\"p\": {\"train\": [{\"input\": [[1]], \"output\": [[1]]}]}} | $.p.train must have at"
            + " least 2 pairs, but has 1; leave the puzzle out",
        "{\"p\": {\"train\": [{\"input\": [[1]]}]}} | $.p.train[0] has no \"output\"; add it",
        "{\"p\": {\"train\": [{\"output\": [[1]]}]}} | $.p.train[0] has no \"input\"; add it",
        "{\"p\": {\"test\": []}} | $.p.test has no tests; add one or leave the puzzle out",
        "{\"p\": {\"test\": [{\"output\": [[1]]}]}} | $.p.test[0] has no \"input\"; add it",
        "{\"p\": {TRAIN, TEST}, \"p\": {TRAIN, TEST}} | $.p is given twice; keep one of them",
        "{\"p\": {TRAIN, TRAIN}} | $.p.train is given twice; keep one of them",
        "{} {} | not valid JSON at $ (syntax error at line 1 column 5 path $); correct the file",
      })
  void says_what_is_wrong_with_a_puzzle(String json, String complaint) throws IOException {
    refused(
        json.replace("TRAIN", TRAIN).replace("TEST", "\"test\": [{\"input\": [[3]]}]"), complaint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | $.p.test[0].input has no rows; give 1 to 30",
        "[[]] | $.p.test[0].input[0] has no columns; give 1 to 30",
        "[[1, 2], []] | $.p.test[0].input[1] has no columns; give 1 to 30",
        "[[1, 2], [3, 4], [5]] | $.p.test[0].input[2] has 1 columns, but the first row has 2; give"
            + " all rows the same length",
        "[[1, 2], [3, 4, 5]] | $.p.test[0].input[1] has 3 columns, but the first row has 2; give"
            + " all rows the same length",
        "[[0, 10]] | $.p.test[0].input[0][1] must be a whole number from 0 to 9, but is 10; correct"
            + " the file",
        "[[-1]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is -1; correct"
            + " the file",
        "[[-0]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is -0; correct"
            + " the file",
        "[[1.5]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is 1.5; correct"
            + " the file",
        "[[1.0]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is 1.0; correct"
            + " the file",
        "[[1e0]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is 1e0; correct"
            + " the file",
        "[[4294967297]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is"
            + " 4294967297; correct the file",
        "[[18446744073709551617]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but"
            + " is 18446744073709551617; correct the file",
        "[[\"1\"]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is the string"
            + " \"1\"; correct the file",
        "[[null]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is null;"
            + " correct the file",
        "[[[1]]] | $.p.test[0].input[0][0] must be a whole number from 0 to 9, but is an array;"
            + " correct the file",
        "[\"01\"] | $.p.test[0].input[0] must be an array, but is the string \"01\"; correct the"
            + " file",
        "null | $.p.test[0].input must be an array, but is null; correct the file",
      })
  void says_what_is_wrong_with_a_grid(String grid, String complaint) throws IOException {
    refused("{\"p\": {\"test\": [{\"input\": %s}]}}".formatted(grid), complaint);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[01]]", "[[NaN]]", "[[+1]]", "[[1,]]", "[[1], [2]", "[[1]; [2]]"})
  void says_that_a_grid_is_no_json(String grid) throws IOException {
    Path file = challenges("{\"p\": {\"test\": [{\"input\": " + grid);
    assertThatThrownBy(() -> Puzzles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ": not valid JSON at $.p.test[0].input")
        .hasMessageEndingWith("; correct the file");
  }

  @Test
  void refuses_a_number_of_a_million_digits() throws IOException {
    Path file = challenges("{\"p\": {\"test\": [{\"input\": [[" + "1".repeat(1_000_000));
    assertThatThrownBy(() -> Puzzles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ": not valid JSON at $.p.test[0].input[0][0] (")
        .message()
        .hasSizeLessThan(400);
  }

  @Test
  void stops_reading_at_the_row_and_the_column_that_is_too_much() {
    Endless rows = new Endless("{\"s\": {\"p\": {\"test\": [{\"input\": [[1]", ", [1]");
    assertThatThrownBy(() -> Puzzles.readSets(rows, "rows.json"))
        .isInstanceOf(DataFormatException.class)
        .hasMessage("rows.json: $.s.p.test[0].input has more than 30 rows; leave the others out");
    assertThat(rows.read).isLessThan(10_000);
    Endless columns = new Endless("{\"s\": {\"p\": {\"test\": [{\"input\": [[1], [1", ", 1");
    assertThatThrownBy(() -> Puzzles.readSets(columns, "columns.json"))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(
            "columns.json: $.s.p.test[0].input[1] has more than 30 columns; leave the others out");
    assertThat(columns.read).isLessThan(10_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void refuses_deeply_nested_json_where_it_would_be_passed_over(String opening) throws IOException {
    Path file = challenges("{\"p\": {\"note\": " + opening.repeat(1_000_000));
    assertThatThrownBy(() -> Puzzles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessageStartingWith(file + ": not valid JSON at $.p.note")
        .hasMessageContaining("Nesting limit 255 reached")
        .hasMessageEndingWith("; correct the file");
  }

  @Test
  void refuses_deeply_nested_json_where_a_grid_should_be() throws IOException {
    refused(
        "{\"p\": {\"test\": [{\"input\": " + "[".repeat(1_000_000),
        "$.p.test[0].input[0][0] must be a whole number from 0 to 9, but is an array; correct the"
            + " file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"q\": [[[1]]]} | $.q is no puzzle in CHALLENGES; give the solutions that belong to that"
            + " file",
        "{\"p\": [[[1]]]} | $.p must have as many grids as the puzzle has tests in CHALLENGES, 2,"
            + " but has 1; give one for each test",
        "{\"p\": [[[1]], [[1]], [[1]]]} | $.p must have as many grids as the puzzle has tests in"
            + " CHALLENGES, 2, but has 3; give one for each test",
        "{\"p\": [[[1]], [[4]]]} | $.p[1] differs from $.p.test[1].output in CHALLENGES; correct"
            + " one of the two",
        "{\"p\": [[[1]], [[4, 4]]], \"p\": [[[1]], [[4, 4]]]} | $.p is given twice; keep one of"
            + " them",
        "{\"p\": [[[1]], [[4, 12]]]} | $.p[1][0][1] must be a whole number from 0 to 9, but is 12;"
            + " correct the file",
        "{\"p\": [[[1]], null]} | $.p[1] must be an array, but is null; correct the file",
        "[] | $ must be an object, but is an array; correct the file",
        "{} {} | not valid JSON at $ (syntax error at line 1 column 5 path $); correct the file",
      })
  void says_which_solutions_do_not_fit(String json, String complaint) throws IOException {
    Path challenges =
        challenges(
            """
            {"p": {%s, "test": [{"input": [[3]]}, {"input": [[4]], "output": [[4, 4]]}]}}
            """
                .formatted(TRAIN));
    Path solutions = solutions(json);
    assertThatThrownBy(() -> Puzzles.load(challenges, solutions))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(solutions + ": " + complaint.replace("CHALLENGES", challenges.toString()));
  }

  @Test
  void says_that_a_file_is_missing() throws IOException {
    Path none = folder.resolve("none.json");
    Path challenges = challenges("{}");
    String message =
        "cannot read puzzles from "
            + none
            + ": java.nio.file.NoSuchFileException: "
            + none
            + "; give a file that is there and readable";
    assertThatThrownBy(() -> Puzzles.load(none))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> Puzzles.load(challenges, none))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(message);
  }

  private void refused(String json, String complaint) throws IOException {
    Path file = challenges(json);
    assertThatThrownBy(() -> Puzzles.load(file))
        .isInstanceOf(DataFormatException.class)
        .hasMessage(file + ": " + complaint);
  }

  private Path challenges(String json) throws IOException {
    return Files.writeString(folder.resolve("challenges.json"), json);
  }

  private Path solutions(String json) throws IOException {
    return Files.writeString(folder.resolve("solutions.json"), json);
  }

  private static Puzzle.Test unsolved(String input) {
    return new Puzzle.Test(Grid.of(input), Optional.empty());
  }

  private static Puzzle.Test solved(String input, String solution) {
    return new Puzzle.Test(Grid.of(input), Optional.of(Grid.of(solution)));
  }

  /** A text that goes on for ever and counts what is read of it. */
  private static final class Endless extends Reader {
    private final String start;
    private final String more;
    private long read;

    private Endless(String start, String more) {
      this.start = start;
      this.more = more;
    }

    @Override
    public int read(char[] buffer, int offset, int length) {
      for (int i = offset; i < offset + length; i++, read++) {
        buffer[i] =
            read < start.length()
                ? start.charAt((int) read)
                : more.charAt((int) ((read - start.length()) % more.length()));
      }
      return length;
    }

    @Override
    public void close() {}
  }
}
