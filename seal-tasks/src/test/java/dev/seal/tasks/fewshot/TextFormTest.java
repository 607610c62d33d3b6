package dev.seal.tasks.fewshot;

import static dev.seal.tasks.fewshot.TextForm.ARRAYS;
import static dev.seal.tasks.fewshot.TextForm.DIGITS;
import static dev.seal.tasks.fewshot.TextForm.SPACED_DIGITS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextFormTest {

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(Grid.of("12", "34"), Grid.of("43", "21")),
          new Pair(Grid.of("05"), Grid.of("50")));
  private static final Grid ASKED = Grid.of("7", "8");
  private static final Grid SQUARE = Grid.of("12", "34");

  // What the grid practice model was trained on: to the letter, or it no longer understands.
  @Test
  void asks_in_digits_as_the_practice_model_knows_it() {
    assertThat(DIGITS.question(PAIRS, ASKED))
        .isEqualTo(
            "Input:\n"
                + "12\n"
                + "34\n"
                + "Output:\n"
                + "43\n"
                + "21\n\n"
                + "Input:\n"
                + "05\n"
                + "Output:\n"
                + "50\n\n"
                + "Input:\n"
                + "7\n"
                + "8\n"
                + "Output:\n");
    assertThat(DIGITS.question(List.of(), ASKED)).isEqualTo("Input:\n7\n8\nOutput:\n");
    assertThat(DIGITS.answer(SQUARE)).isEqualTo("12\n34");
    assertThat(DIGITS.selfEdit(PAIRS))
        .isEqualTo(
            "Input:\n"
                + "12\n"
                + "34\n"
                + "Output:\n"
                + "43\n"
                + "21\n\n"
                + "Input:\n"
                + "05\n"
                + "Output:\n"
                + "50\n\n"
                + "Choose how to augment the examples above and how to train on them. Answer in"
                + " JSON.\n");
  }

  @Test
  void asks_in_spaced_digits() {
    assertThat(SPACED_DIGITS.question(PAIRS, ASKED))
        .isEqualTo(
            "Input:\n1 2\n3 4\nOutput:\n4 3\n2 1\n\nInput:\n0 5\nOutput:\n5"
                + " 0\n\nInput:\n7\n8\nOutput:\n");
    assertThat(SPACED_DIGITS.answer(SQUARE)).isEqualTo("1 2\n3 4");
  }

  @Test
  void asks_in_arrays_after_a_sentence_on_them() {
    assertThat(ARRAYS.question(PAIRS, ASKED))
        .isEqualTo(
            """
            Each example below is a grid, an arrow, and what one hidden rule makes of that grid. \
            Find the rule and apply it to the last grid. Grids are arrays of the numbers 0 to 9. \
            Answer with an array in the same form, followed by #.
            [[1 2]
             [3 4]] -> [[4 3]
             [2 1]]#
            [[0 5]] -> [[5 0]]#
            [[7]
             [8]] -> \
            """);
    assertThat(ARRAYS.answer(SQUARE)).isEqualTo("[[1 2]\n [3 4]]#");
  }

  @ParameterizedTest
  @EnumSource(names = {"SPACED_DIGITS", "ARRAYS"})
  void asks_for_a_self_edit_in_spaced_digits_and_says_of_what_form(TextForm form) {
    assertThat(form.selfEdit(PAIRS))
        .isEqualTo(
            """
            Input:
            1 2
            3 4
            Output:
            4 3
            2 1

            Input:
            0 5
            Output:
            5 0

            ------

            A small model is to be trained on the examples above, so that it can solve others of \
            the same rule. Decide how.

            Which further examples are to be made of these? Answer true or false for each tool:
            - use_basic_augmentations: turned, flipped, mirrored and shifted grids
            - use_size_augmentations: enlarged grids
            - use_chain_augmentations: turned or flipped grids, then enlarged
            - use_repeat_augmentations: grids repeated side by side

            How is the model to be trained on them?
            - strategy: "train_using_all_tokens", or "train_using_output_tokens" for the output \
            grids alone
            - learning_rate: a number from 0.000001 to 0.1
            - num_train_epochs: a whole number from 1 to 100

            Answer with one JSON object and nothing else, in which values take the place of the \
            dots:

            {"data_generation": {"use_basic_augmentations": ..., "use_size_augmentations": ..., \
            "use_chain_augmentations": ..., "use_repeat_augmentations": ...}, "training": \
            {"strategy": ..., "learning_rate": ..., "num_train_epochs": ...}}
            """);
  }

  @ParameterizedTest
  @EnumSource
  void reads_what_it_writes(TextForm form) {
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Grid grid = randomGrid(1 + random.nextInt(30), 1 + random.nextInt(30), random);
      assertThat(form.read(form.answer(grid))).contains(grid);
      assertThat(form.read(form.answer(grid) + "\n\n" + form.question(PAIRS, grid))).contains(grid);
    }
    Grid largest = randomGrid(30, 30, random);
    assertThat(form.read(form.answer(largest))).contains(largest);
    assertThat(form.read(form.answer(Grid.of("0")))).contains(Grid.of("0"));
  }

  private static Grid randomGrid(int rows, int columns, Random random) {
    return Grid.build(rows, columns, (row, column) -> random.nextInt(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12\n34", "12\n34\n", "12\n34\n\n", "12\n34\n\nInput:\n5", "12\n34\n\n\n\n1a"})
  void reads_digits_up_to_an_empty_line(String answer) {
    assertThat(DIGITS.read(answer)).contains(SQUARE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[[1 2]\n [3 4]]#",
        "[[1 2]\n [3 4]]",
        "[[1 2]\n [3 4]]#\n[[5]] -> [[6]]#",
        "[[1 2]\n [3 4]] # as is plain to see",
        " [[1 2]\n [3 4]]\n\n"
      })
  void reads_an_array_up_to_its_end_sign(String answer) {
    assertThat(ARRAYS.read(answer)).contains(SQUARE);
  }

  static Stream<String> noDigits() {
    return Stream.of(
        "",
        "\n",
        "\n\n",
        "\n12\n34",
        "\n\n12\n34",
        "12\n3",
        "1\n34",
        "12\n34\n ",
        "1a",
        "ab\ncd",
        "-1",
        "1.",
        "12\r\n34",
        "1 2\n3 4",
        "12 ",
        " 12",
        "\u0661\u0662", // Arabic digits
        "\uff11\uff12", // digits of full width
        "Output:\n12\n34",
        "[[1 2]\n [3 4]]#",
        "1".repeat(31),
        "1".repeat(1_000_000),
        "1\n".repeat(30) + "1",
        "1\n".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("noDigits")
  void guesses_no_digits(String answer) {
    assertThat(DIGITS.read(answer)).isEmpty();
  }

  static Stream<String> noSpacedDigits() {
    return Stream.of(
        "",
        " ",
        "\n",
        "12\n34",
        "1  2",
        "1 2 ",
        " 1 2",
        "1\t2",
        "1\u00a02",
        "1 2\n3",
        "1 2\n34 5",
        "1 2\n3 4 ",
        "1, 2",
        "1" + " 1".repeat(30),
        "1 ".repeat(500_000),
        "1 1\n".repeat(31),
        "1 1\n".repeat(10_000));
  }

  @ParameterizedTest
  @MethodSource("noSpacedDigits")
  void guesses_no_spaced_digits(String answer) {
    assertThat(SPACED_DIGITS.read(answer)).isEmpty();
  }

  static Stream<String> noArrays() {
    return Stream.of(
        "",
        "#",
        "\n",
        "[[]]#",
        "[]#",
        "[[",
        "]]",
        "[1 2]#",
        "[[1 2]#",
        "[[1 2]\n [3 4]#",
        "[[1 2]\n[3 4]]#",
        "[[1 2] [3 4]]#",
        "[[1 2]\n  [3 4]]#",
        "[[1 2]\n [3]]#",
        "[[1  2]]#",
        "[[ 1 2]]#",
        "[[1 2 ]]#",
        "[[1, 2]]#",
        "[[12]]#",
        "[[\u0661 \u0662]]#",
        "[[[1 2]]]#",
        "[[1 2]] and more",
        "1 2",
        "[[1" + " 1".repeat(30) + "]]#",
        "[[" + "1 ".repeat(500_000) + "1]]#",
        "[[1" + "]\n [1".repeat(30) + "]]#",
        "[[1" + "]\n [1".repeat(10_000) + "]]#",
        "[".repeat(1_000_000));
  }

  @ParameterizedTest
  @MethodSource("noArrays")
  void guesses_no_arrays(String answer) {
    assertThat(ARRAYS.read(answer)).isEmpty();
  }

  @Test
  void has_a_name_for_each_form() {
    assertThat(TextForm.values())
        .extracting(TextForm::toString)
        .containsExactly("digits", "spaced-digits", "arrays");
    assertThat(TextForm.values()).allMatch(form -> TextForm.of(form.toString()) == form);
    assertThatThrownBy(() -> TextForm.of("DIGITS"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a text form must be one of [digits, spaced-digits, arrays], but was \"DIGITS\"");
    assertThatThrownBy(() -> TextForm.of(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("name");
  }
}
