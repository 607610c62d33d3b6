package dev.seal.tasks.fewshot;

import static dev.seal.tasks.fewshot.AugmentationGroup.BASIC;
import static dev.seal.tasks.fewshot.AugmentationGroup.CHAIN;
import static dev.seal.tasks.fewshot.AugmentationGroup.REPEAT;
import static dev.seal.tasks.fewshot.AugmentationGroup.SIZE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.hash.Hashing;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingSetTest {

  private static final Set<AugmentationGroup> NONE = Set.of();

  @Test
  void asks_each_pair_of_two_with_the_other_and_with_nothing() {
    Puzzle puzzle = RandomPuzzles.puzzle(2, 1);
    Pair one = puzzle.train().get(0);
    Pair two = puzzle.train().get(1);
    assertThat(TrainingSet.of(puzzle, NONE))
        .containsExactly(
            new Item(List.of(two), one),
            new Item(List.of(one), two),
            new Item(List.of(), one),
            new Item(List.of(), two));
  }

  @Test
  void asks_each_pair_of_three_with_all_others_and_with_all_but_one() {
    Puzzle puzzle = RandomPuzzles.puzzle(3, 1);
    Pair one = puzzle.train().get(0);
    Pair two = puzzle.train().get(1);
    Pair three = puzzle.train().get(2);
    assertThat(TrainingSet.of(puzzle, NONE))
        .startsWith(
            new Item(List.of(two, three), one),
            new Item(List.of(one, three), two),
            new Item(List.of(one, two), three),
            new Item(List.of(three), one),
            new Item(List.of(two), one),
            new Item(List.of(three), two),
            new Item(List.of(one), two),
            new Item(List.of(two), three),
            new Item(List.of(one), three));
  }

  @ParameterizedTest
  @CsvSource({"SIZE, 32, 72, 128", "CHAIN, 56, 126, 224", "REPEAT, 32, 72, 128"})
  void has_the_papers_sizes(AugmentationGroup group, int two, int three, int four) {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(size(2, seed, Set.of(group))).isEqualTo(two);
      assertThat(size(3, seed, Set.of(group))).isEqualTo(three);
      assertThat(size(4, seed, Set.of(group))).isEqualTo(four);
    }
  }

  @Test
  void has_fewer_items_where_chance_repeats_one() {
    for (int seed = 0; seed < 20; seed++) {
      // A roll by nothing gives an item that is there already, and so do its other colours.
      assertThat(size(2, seed, Set.of(BASIC))).isBetween(88, 96);
      assertThat(size(3, seed, Set.of(BASIC))).isBetween(198, 216);
      assertThat(size(4, seed, Set.of(BASIC))).isBetween(352, 384);
    }
  }

  @Test
  void has_with_no_group_what_the_orders_of_the_pairs_shown_give() {
    for (int seed = 0; seed < 20; seed++) {
      assertThat(size(2, seed, NONE)).isEqualTo(4);
      assertThat(size(3, seed, NONE)).isBetween(9, 12);
      assertThat(size(4, seed, NONE)).isBetween(16, 32);
    }
    assertThat(size(3, 12, NONE)).isEqualTo(10);
    assertThat(size(4, 12, NONE)).isEqualTo(23);
  }

  @Test
  void counts_all_groups_together() {
    Set<AugmentationGroup> all = Set.of(BASIC, SIZE, CHAIN, REPEAT);
    assertThat(size(2, 1, all)).isBetween(184, 192);
    assertThat(size(3, 1, all)).isBetween(414, 432);
    assertThat(size(4, 1, all)).isBetween(736, 768);
  }

  @Test
  void is_the_same_in_every_process() {
    List<Item> items =
        TrainingSet.of(RandomPuzzles.puzzle(4, 7), Set.of(BASIC, SIZE, CHAIN, REPEAT), 250);
    assertThat(items).hasSize(250);
    assertThat(Hashing.sha256().hashUnencodedChars(items.toString()))
        .hasToString("d393e46eee1dc408b7941ffbefe15373cc2ee492ebb6eaee65837ef1957838be");
  }

  @Test
  void keeps_the_items_with_the_smallest_grids() {
    Puzzle puzzle = RandomPuzzles.puzzle(3, 1);
    List<Item> left = new ArrayList<>(TrainingSet.of(puzzle, Set.of(BASIC, CHAIN)));

    List<Item> kept = TrainingSet.of(puzzle, Set.of(BASIC, CHAIN), 60);

    left.removeAll(kept);
    assertThat(kept.stream().mapToInt(TrainingSetTest::largestGrid).max().orElseThrow())
        .isLessThanOrEqualTo(
            left.stream().mapToInt(TrainingSetTest::largestGrid).min().orElseThrow());
  }

  private static int largestGrid(Item item) {
    return item.grids().stream().mapToInt(g -> g.rows() * g.columns()).max().orElseThrow();
  }

  @Test
  void is_cut_only_where_it_is_too_large() {
    Puzzle puzzle = RandomPuzzles.puzzle(3, 1);
    List<Item> all = TrainingSet.of(puzzle, Set.of(SIZE));
    assertThat(TrainingSet.of(puzzle, Set.of(SIZE), 72)).isEqualTo(all);
    List<Item> cut = TrainingSet.of(puzzle, Set.of(SIZE), 71);
    assertThat(cut).hasSize(71).doesNotHaveDuplicates().isSubsetOf(all);
    assertThat(cut).isNotEqualTo(all.subList(0, 71));
    assertThat(TrainingSet.of(puzzle, Set.of(SIZE), 71)).isEqualTo(cut);
  }

  @Test
  void refuses_to_be_cut_to_nothing() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrainingSet.of(RandomPuzzles.puzzle(2, 1), NONE, 0))
        .withMessage("a training set cannot have at most 0 items; allow at least 1");
  }

  @Test
  void keeps_within_thirty_rows_and_columns() {
    Grid large = Grid.of("12").scale(1, 8);
    Pair one = new Pair(Grid.of("1"), large);
    Pair two = new Pair(Grid.of("2"), Grid.of("21"));
    Puzzle puzzle =
        new Puzzle("p", List.of(one, two), List.of(new Puzzle.Test(large, Optional.empty())));
    // Of the four items, one has small grids only: it is tiled in three ways, the others in one.
    assertThat(TrainingSet.of(puzzle, Set.of(REPEAT))).hasSize(2 * (4 + 3 + 3));
  }

  @Test
  void has_a_pair_once_that_the_puzzle_has_twice() {
    Pair pair = new Pair(Grid.of("1"), Grid.of("2"));
    Puzzle puzzle =
        new Puzzle(
            "p",
            List.of(pair, pair, pair),
            List.of(new Puzzle.Test(Grid.of("1"), Optional.empty())));
    assertThat(TrainingSet.of(puzzle, NONE))
        .containsExactly(new Item(List.of(pair, pair), pair), new Item(List.of(pair), pair));
  }

  private static int size(int pairs, long seed, Set<AugmentationGroup> groups) {
    return TrainingSetSize.of(RandomPuzzles.puzzle(pairs, seed), groups);
  }
}
