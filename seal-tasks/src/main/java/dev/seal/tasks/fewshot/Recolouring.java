package dev.seal.tasks.fewshot;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Draws other colours for grids, 0 aside. Each used colour is exchanged with an unused one as long
 * as there are any left, and the others are exchanged among themselves; of an odd number of these,
 * one stays.
 */
final class Recolouring {

  private Recolouring() {}

  static ColourMap draw(Collection<Grid> grids, Random random) {
    List<Integer> used = new ArrayList<>(colours(grids));
    List<Integer> unused = new ArrayList<>(all());
    unused.removeAll(used);
    Collections.shuffle(used, random);
    Collections.shuffle(unused, random);
    int fresh = Math.min(used.size(), unused.size());
    int[] targets = IntStream.rangeClosed(0, Grid.MAX_COLOUR).toArray();
    for (int i = 0; i < fresh; i++) {
      exchange(targets, used.get(i), unused.get(i));
    }
    for (List<Integer> two : Lists.partition(used.subList(fresh, used.size()), 2)) {
      exchange(targets, two.get(0), two.get(two.size() - 1));
    }
    return ColourMap.of(targets);
  }

  private static Set<Integer> colours(Collection<Grid> grids) {
    Set<Integer> colours = new TreeSet<>();
    for (Grid grid : grids) {
      grid.cells().forEach(colours::addAll);
    }
    colours.remove(0);
    return colours;
  }

  private static List<Integer> all() {
    return IntStream.rangeClosed(1, Grid.MAX_COLOUR).boxed().toList();
  }

  private static void exchange(int[] targets, int one, int other) {
    targets[one] = other;
    targets[other] = one;
  }
}
