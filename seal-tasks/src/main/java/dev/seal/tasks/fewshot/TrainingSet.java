package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Makes what a puzzle is learnt from out of its training pairs. Each pair is asked with all others
 * shown, and with all but one of them; each such item is changed by every augmentation that is on;
 * and of each of all these there is one more with the pairs shown in another order and, where any
 * group is on, in other colours. No item comes twice. Neither the puzzle's id nor its tests have
 * any influence.
 */
final class TrainingSet {

  private TrainingSet() {}

  /** All items, in an order that is always the same: simple ones first. */
  static List<Item> of(Puzzle puzzle, Set<AugmentationGroup> groups) {
    ContentSeed seed = new ContentSeed(puzzle.train());
    Set<Item> items = leftOut(puzzle.train());
    for (Item item : List.copyOf(items)) {
      for (Augmentation augmentation : Augmentation.values()) {
        if (groups.contains(augmentation.group())) {
          Random random = seed.random(item, augmentation.name());
          augmentation.apply(item, random).ifPresent(items::add);
        }
      }
    }
    for (Item item : List.copyOf(items)) {
      items.add(permuted(item, !groups.isEmpty(), seed.random(item, "permuted")));
    }
    return List.copyOf(items);
  }

  /**
   * At most so many items. Where there are more, those whose largest grid is smallest are kept:
   * they are most like the puzzle, and cost least. Of equally large ones it is a random choice.
   */
  static List<Item> of(Puzzle puzzle, Set<AugmentationGroup> groups, int max) {
    if (max < 1) {
      throw new IllegalArgumentException(
          "a training set cannot have at most " + max + " items; allow at least 1");
    }
    List<Item> items = of(puzzle, groups);
    if (items.size() <= max) {
      return items;
    }
    List<Item> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, new ContentSeed(puzzle.train()).random());
    shuffled.sort(Comparator.comparingInt(TrainingSet::largestGrid));
    return List.copyOf(shuffled.subList(0, max));
  }

  private static int largestGrid(Item item) {
    return item.grids().stream().mapToInt(grid -> grid.rows() * grid.columns()).max().orElseThrow();
  }

  private static Set<Item> leftOut(List<Pair> pairs) {
    Set<Item> withAll = new LinkedHashSet<>();
    Set<Item> withoutOne = new LinkedHashSet<>();
    for (int i = 0; i < pairs.size(); i++) {
      List<Pair> others = without(pairs, i);
      withAll.add(new Item(others, pairs.get(i)));
      for (int j = 0; j < others.size(); j++) {
        withoutOne.add(new Item(without(others, j), pairs.get(i)));
      }
    }
    withAll.addAll(withoutOne);
    return withAll;
  }

  private static List<Pair> without(List<Pair> pairs, int index) {
    List<Pair> others = new ArrayList<>(pairs);
    others.remove(index);
    return others;
  }

  private static Item permuted(Item item, boolean recolour, Random random) {
    List<Pair> shown = new ArrayList<>(item.demonstrations());
    Collections.shuffle(shown, random);
    Item reordered = new Item(shown, item.asked());
    if (!recolour) {
      return reordered;
    }
    ColourMap colours = Recolouring.draw(item.grids(), random);
    return reordered.map(colours::apply);
  }
}
