package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.practice.Practice;
import java.util.List;
import org.junit.jupiter.api.Test;

class PuzzleVariantsTest {

  @Test
  void each_puzzle_has_a_variant_that_is_another_puzzle() {
    List<Puzzle> puzzles = Practice.puzzles().eval();

    List<Puzzle> variants = PuzzleVariants.of(puzzles);

    assertThat(variants).isEqualTo(PuzzleVariants.of(puzzles)).hasSize(11);
    assertThat(variants)
        .extracting(Puzzle::train)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(puzzles.stream().map(Puzzle::train).toList());
    assertThat(variants.get(3).id()).isEqualTo("eval003-variant");
    assertThat(variants).allMatch(puzzle -> puzzle.tests().get(0).solution().isPresent());
  }
}
