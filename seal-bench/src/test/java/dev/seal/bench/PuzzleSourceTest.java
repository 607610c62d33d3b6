package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PuzzleSourceTest {

  private static LanguageModel model;

  @TempDir private Path folder;

  @BeforeAll
  static void open() {
    model =
        new LoraEngine().open(Practice.gridModel(), EngineOptions.builder().device("cpu").build());
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static PuzzlePlan plan(int rounds, OptionalInt maxAnswerTokens) {
    return new PuzzlePlan(
        FewShot.arc(),
        Practice.gridOracle(),
        rounds,
        1,
        1,
        false,
        maxAnswerTokens,
        new RunSettings(8, false, OptionalInt.empty()));
  }

  @Test
  void practice_puzzles_for_the_rounds_are_others_than_those_to_measure_on() {
    PuzzleData data =
        PuzzleSource.practice().take(4, 6).choose(model, plan(1, OptionalInt.empty()));

    assertThat(data.test()).isEqualTo(Practice.puzzles().eval().subList(0, 4));
    assertThat(data.train()).isEqualTo(Practice.puzzles().train().subList(0, 6));
    assertThat(data.fit().isAnyLeftOut()).isFalse();
    assertThat(data.answerTokens()).as("the model's own").isEmpty();
  }

  @Test
  void a_puzzle_that_does_not_fit_is_left_out_and_another_one_taken() throws IOException {
    Path file = ArcFile.write(folder.resolve("arc.json"));

    PuzzleData data =
        PuzzleSource.file(file, null).take(2, 0).choose(model, plan(0, OptionalInt.empty()));

    assertThat(data.test()).extracting(Puzzle::id).containsExactly(ArcFile.FITS);
    assertThat(data.fit().tooLong())
        .singleElement()
        .satisfies(
            tooLong -> {
              assertThat(tooLong.id()).isEqualTo(ArcFile.TOO_LONG);
              assertThat(tooLong.tokens()).isGreaterThan(4 * 400);
            });
    assertThat(data.fit().unsolved()).containsExactly(ArcFile.UNSOLVED);
    assertThat(data.fit().table().text())
        .containsPattern("large +[0-9,]+ +1,024 +does not fit into the window")
        .containsPattern("open +a solution is not known");
  }

  @Test
  void the_longest_answer_is_what_the_largest_grid_in_sight_takes_or_what_is_said()
      throws IOException {
    PuzzleSource source = PuzzleSource.file(ArcFile.write(folder.resolve("arc.json")), null);

    PuzzleData asLarge = source.take(2, 0).choose(model, plan(0, OptionalInt.empty()));
    PuzzleData said = source.take(2, 0).choose(model, plan(0, OptionalInt.of(7)));

    assertThat(asLarge.answerTokens()).as("2 by 2 cells, an end, and 4 more").hasValue(5 + 1 + 4);
    assertThat(said.answerTokens()).hasValue(7);
  }

  @Test
  void none_that_fits_is_refused_with_what_each_one_needs() throws IOException {
    Path all = ArcFile.write(folder.resolve("arc.json"));
    Path large = folder.resolve("large.json");
    String text = Files.readString(all);
    int from = text.indexOf("\"large\"");
    Files.writeString(large, "{" + text.substring(from, text.indexOf(", \"open\"")) + "}");
    PuzzleSource source = PuzzleSource.file(large, null).take(1, 0);

    assertThatThrownBy(() -> source.choose(model, plan(0, OptionalInt.empty())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "there is no puzzle with known solutions that fits into the model's window of 1024"
                + " tokens: without solutions are [], and too long [large of ")
        .hasMessageEndingWith("; give --solutions, other puzzles, or a model with a larger window");
  }

  @Test
  void a_file_without_solutions_is_refused() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("open.json"),
            """
            {"a": {"train": [{"input": [[1]], "output": [[2]]}, {"input": [[3]], "output": [[4]]}],
                   "test": [{"input": [[5]]}]}}
            """);

    assertThatThrownBy(() -> PuzzleSource.file(file, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + " has no puzzle with known solutions among its 1; give their file by"
                + " --solutions");
  }

  @Test
  void puzzles_for_the_rounds_come_behind_those_to_measure_on_in_the_same_random_order()
      throws IOException {
    Path file = ArcFile.write(folder.resolve("arc.json"));

    assertThatThrownBy(() -> PuzzleSource.file(file, null).take(2, 1))
        .hasMessage(
            "--round-puzzles must be from 0 to 0, which is how many puzzles with known solutions"
                + " there are for it, but was 1");
    assertThatThrownBy(() -> PuzzleSource.practice().take(0, 1))
        .hasMessageStartingWith("--puzzles must be from 1 to 11")
        .hasMessageEndingWith("but was 0");
  }
}
