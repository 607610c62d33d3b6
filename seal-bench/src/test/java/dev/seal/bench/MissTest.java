package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.tasks.fewshot.Attempts;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MissTest {

  private static final Grid SOLUTION = Grid.of("12", "34");
  private static final Grid NEAR = Grid.of("12", "35");
  private static final Grid FAR = Grid.of("00", "00");
  private static final Grid WIDE = Grid.of("123");

  private static Miss of(Grid... attempts) {
    return Miss.of(SOLUTION, new Attempts(List.of(attempts)));
  }

  @Test
  void says_in_words_what_is_wrong_with_the_nearer_attempt() {
    assertThat(of().words()).isEqualTo("no view gave a grid");
    assertThat(of(WIDE).words()).isEqualTo("wrong size: 1 x 3 in the place of 2 x 2");
    assertThat(of(FAR, NEAR).words()).isEqualTo("1 of 4 cells differ in the nearer attempt");
    assertThat(of(NEAR, WIDE).words()).isEqualTo("1 of 4 cells differ in the nearer attempt");
    assertThat(of(FAR, SOLUTION)).isEqualTo(new Miss(Miss.Kind.SOLVED, 0, ""));
  }

  @Test
  void orders_by_nearness() {
    assertThat(List.of(of(), of(WIDE), of(FAR), of(NEAR), of(SOLUTION)))
        .isSortedAccordingTo((one, other) -> other.compareTo(one));
  }

  @Test
  void several_test_inputs_are_as_far_off_as_the_worst_of_them() {
    Pair pair = new Pair(NEAR, FAR);
    Puzzle.Test test = new Puzzle.Test(FAR, Optional.of(SOLUTION));
    Puzzle puzzle = new Puzzle("p", List.of(pair, pair), List.of(test, test));
    String right = new Attempts(List.of(SOLUTION)).toString();
    String near = new Attempts(List.of(NEAR)).toString();

    assertThat(Miss.of(puzzle, List.of(right, right)).kind()).isEqualTo(Miss.Kind.SOLVED);
    assertThat(Miss.of(puzzle, List.of(right, near)).words())
        .isEqualTo("test 2: 1 of 4 cells differ in the nearer attempt");
    assertThat(Miss.of(puzzle, List.of("", near)).words()).isEqualTo("test 1: no view gave a grid");
  }
}
