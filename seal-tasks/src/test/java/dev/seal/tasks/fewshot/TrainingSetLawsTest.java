package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.Sets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds of the training sets of all puzzles. */
@Domain(RandomGrids.class)
@Domain(DomainContext.Global.class)
class TrainingSetLawsTest {

  private static final int TRIES = 60;

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void no_item_comes_twice_and_none_shows_what_it_asks(
      @ForAll Puzzle puzzle, @ForAll Set<AugmentationGroup> groups) {
    List<Item> items = TrainingSet.of(puzzle, groups);
    assertThat(items).doesNotHaveDuplicates();
    boolean allDiffer = new HashSet<>(puzzle.train()).size() == puzzle.train().size();
    for (Item item : items) {
      assertThat(item.demonstrations().size())
          .isBetween(puzzle.train().size() - 2, puzzle.train().size() - 1);
      assertThat(allDiffer && item.demonstrations().contains(item.asked())).isFalse();
    }
  }

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void the_number_is_bounded_by_the_pairs_and_the_augmentations(
      @ForAll Puzzle puzzle, @ForAll Set<AugmentationGroup> groups) {
    long pairs = puzzle.train().size();
    long augmentations =
        Arrays.stream(Augmentation.values()).filter(a -> groups.contains(a.group())).count();
    assertThat((long) TrainingSetSize.of(puzzle, groups))
        .isBetween(2L, 2 * pairs * pairs * (1 + augmentations));
  }

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void one_more_group_adds_and_changes_nothing(
      @ForAll Puzzle puzzle, @ForAll AugmentationGroup first, @ForAll AugmentationGroup second) {
    Set<Item> more = new HashSet<>(TrainingSet.of(puzzle, EnumSet.of(first, second)));
    assertThat(more).containsAll(TrainingSet.of(puzzle, Set.of(first)));
  }

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void with_no_group_only_the_puzzles_own_pairs_are_used(@ForAll Puzzle puzzle) {
    for (Item item : TrainingSet.of(puzzle, Set.of())) {
      assertThat(puzzle.train()).contains(item.asked()).containsAll(item.demonstrations());
    }
  }

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void neither_the_id_nor_the_tests_have_any_influence(
      @ForAll Puzzle puzzle, @ForAll Grid input, @ForAll AugmentationGroup group) {
    Puzzle other =
        new Puzzle("other", puzzle.train(), List.of(new Puzzle.Test(input, Optional.of(input))));
    assertThat(TrainingSet.of(other, Set.of(group), 20))
        .isEqualTo(TrainingSet.of(puzzle, Set.of(group), 20));
  }

  @Property(seed = RandomGrids.SEED, tries = TRIES)
  void a_cut_takes_as_many_as_it_may(
      @ForAll Puzzle puzzle,
      @ForAll AugmentationGroup group,
      @ForAll @IntRange(min = 1, max = 400) int max) {
    List<Item> all = TrainingSet.of(puzzle, Set.of(group));
    List<Item> cut = TrainingSet.of(puzzle, Set.of(group), max);
    assertThat(cut).hasSize(Math.min(max, all.size())).doesNotHaveDuplicates();
    assertThat(new HashSet<>(all)).containsAll(cut);
  }

  @Property(seed = RandomGrids.SEED)
  void used_colours_become_unused_ones_while_there_are_any(@ForAll Item item, @ForAll long seed) {
    ColourMap map = Recolouring.draw(item.grids(), new Random(seed));
    Set<Integer> used = colours(item);
    Set<Integer> unused =
        Sets.difference(IntStream.rangeClosed(1, 9).boxed().collect(Collectors.toSet()), used);
    Set<Integer> targets = used.stream().map(map.targets()::get).collect(Collectors.toSet());
    assertThat(Sets.intersection(targets, unused)).hasSize(Math.min(used.size(), unused.size()));
    long kept = used.stream().filter(colour -> map.targets().get(colour).equals(colour)).count();
    assertThat(kept).isEqualTo(Math.max(0, used.size() - unused.size()) % 2);
    assertThat(item.map(map::apply).map(map.inverse()::apply)).isEqualTo(item);
  }

  private static Set<Integer> colours(Item item) {
    Set<Integer> colours = new HashSet<>();
    item.grids().forEach(grid -> grid.cells().forEach(colours::addAll));
    colours.remove(0);
    return colours;
  }
}
