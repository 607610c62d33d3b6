package dev.seal.tasks.fewshot;

import com.google.common.collect.Lists;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Draws other colours for grids, 0 aside. Each used colour is exchanged with an unused one as long
 * as there are any left, and the others are exchanged among themselves; of an odd number of these,
 * one stays.
 */
final class Recolouring {

  private Recolouring() {}

  static ColourMap draw(Collection<Grid> grids, Random random) {
    BitSet colours = new BitSet();
    grids.forEach(grid -> grid.addColours(colours));
    List<Integer> used = chosen(colours::get);
    List<Integer> unused = chosen(colour -> !colours.get(colour));
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

  private static List<Integer> chosen(IntPredicate colour) {
    return IntStream.rangeClosed(1, Grid.MAX_COLOUR)
        .filter(colour)
        .boxed()
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static void exchange(int[] targets, int one, int other) {
    targets[one] = other;
    targets[other] = one;
  }
}
