package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PuzzleTest {

  private final Pair one = new Pair(Grid.of("1"), Grid.of("11"));
  private final Pair two = new Pair(Grid.of("2"), Grid.of("22"));
  private final Pair three = new Pair(Grid.of("3"), Grid.of("33"));
  private final Puzzle.Test test = new Puzzle.Test(Grid.of("4"), Optional.empty());

  @Test
  void asks_for_its_own_last_pair() {
    Puzzle puzzle = new Puzzle("p", List.of(one, two, three), List.of(test, test));
    assertThat(puzzle.withHeldOutPair())
        .isEqualTo(
            new Puzzle(
                "p",
                List.of(one, two),
                List.of(new Puzzle.Test(Grid.of("3"), Optional.of(Grid.of("33"))))));
  }

  @Test
  void has_variants_turned_and_in_other_colours() {
    Puzzle puzzle =
        new Puzzle(
            "p",
            List.of(one, two),
            List.of(test, new Puzzle.Test(Grid.of("01"), Optional.of(Grid.of("012")))));

    Puzzle variant =
        puzzle.variant("q", Symmetry.FLIP_COLUMNS, ColourMap.of(0, 2, 1, 3, 5, 4, 6, 7, 8, 9));

    assertThat(variant)
        .isEqualTo(
            new Puzzle(
                "q",
                List.of(
                    new Pair(Grid.of("2"), Grid.of("22")), new Pair(Grid.of("1"), Grid.of("11"))),
                List.of(
                    new Puzzle.Test(Grid.of("5"), Optional.empty()),
                    new Puzzle.Test(Grid.of("20"), Optional.of(Grid.of("120"))))));
  }

  @Test
  void holds_out_no_pair_of_two() {
    Puzzle puzzle = new Puzzle("p", List.of(one, two), List.of(test));
    assertThatIllegalStateException()
        .isThrownBy(puzzle::withHeldOutPair)
        .withMessage(
            "puzzle p has too few training pairs to hold one out: 2; take puzzles of at least 3");
  }

  @Test
  void refuses_what_nothing_can_be_learnt_from() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Puzzle("p", List.of(one), List.of(test)))
        .withMessage("puzzle p has too few training pairs: 1; give at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Puzzle("p", List.of(one, two), List.of()))
        .withMessage("puzzle p has no tests; give at least one");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Puzzle(" ", List.of(one, two), List.of(test)))
        .withMessage("a puzzle's id must not be blank, but is \" \"; give it one");
  }

  @Test
  void refuses_pairs_and_tests_with_something_missing() {
    assertThatNullPointerException()
        .isThrownBy(() -> new Pair(Grid.of("1"), null))
        .withMessage("output");
    assertThatNullPointerException()
        .isThrownBy(() -> new Puzzle.Test(null, Optional.empty()))
        .withMessage("input");
  }
}
