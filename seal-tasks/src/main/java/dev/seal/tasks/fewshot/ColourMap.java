package dev.seal.tasks.fewshot;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * An exchange of colours that keeps 0, the background: a permutation of 0 to 9. Immutable, and safe
 * for use by several threads.
 *
 * @param targets what each colour from 0 on becomes: 10 different colours, the first of them 0
 */
public record ColourMap(List<Integer> targets) {

  private static final int COLOURS = Grid.MAX_COLOUR + 1;

  /**
   * Checks and copies.
   *
   * @param targets what each colour from 0 on becomes: 0 and, in any order, 1 to 9
   * @throws IllegalArgumentException if {@code targets} are anything else
   */
  public ColourMap {
    targets = List.copyOf(targets);
    Set<Integer> all = new HashSet<>(IntStream.range(0, COLOURS).boxed().toList());
    if (targets.size() != COLOURS || !new HashSet<>(targets).equals(all) || targets.get(0) != 0) {
      throw new IllegalArgumentException(
          "colours cannot become " + targets + "; give 0 and then 1 to 9 in any order");
    }
  }

  /**
   * An exchange of colours.
   *
   * @param targets what each colour from 0 on becomes: 0 and, in any order, 1 to 9
   * @return the exchange
   * @throws IllegalArgumentException if {@code targets} are anything else
   */
  public static ColourMap of(int... targets) {
    return new ColourMap(Arrays.stream(targets).boxed().toList());
  }

  /**
   * Recolours a grid.
   *
   * @param grid the grid
   * @return a grid of the same size
   */
  public Grid apply(Grid grid) {
    return Grid.build(
        grid.rows(), grid.columns(), (row, column) -> targets.get(grid.colour(row, column)));
  }

  /**
   * The way back.
   *
   * @return the exchange that undoes this one
   */
  public ColourMap inverse() {
    return new ColourMap(IntStream.range(0, COLOURS).map(targets::indexOf).boxed().toList());
  }
}
