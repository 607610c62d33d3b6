package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The ways in which a test input is put to a model (paper, section 3.2): with each training pair
 * left out in turn, in the pairs' order and in two random ones, each different one once; and one of
 * these, chosen at random, under each of five symmetries.
 */
final class Views {

  private static final int ORDERS = 2;

  private static final List<Symmetry> SYMMETRIES =
      List.of(
          Symmetry.TRANSPOSE,
          Symmetry.FLIP_ROWS,
          Symmetry.FLIP_COLUMNS,
          Symmetry.ROTATE_90,
          Symmetry.ROTATE_180);

  private Views() {}

  /**
   * A view.
   *
   * @param demonstrations the pairs in sight
   * @param input what is asked for
   * @param symmetry what was applied to all of these
   */
  record View(List<Pair> demonstrations, Grid input, Symmetry symmetry) {

    View {
      demonstrations = List.copyOf(demonstrations);
    }

    private View under(Symmetry change) {
      return new View(
          demonstrations.stream().map(pair -> pair.map(change::apply)).toList(),
          change.apply(input),
          change);
    }
  }

  /** The same at every call: random choices come from the puzzle's content and the input. */
  static List<View> of(Puzzle puzzle, Grid input) {
    Random random = new ContentSeed(puzzle.train()).random(List.of(input), "view");
    Set<View> contexts = new LinkedHashSet<>();
    for (int left = 0; left < puzzle.train().size(); left++) {
      List<Pair> pairs = new ArrayList<>(puzzle.train());
      pairs.remove(left);
      contexts.add(new View(pairs, input, Symmetry.IDENTITY));
      for (int order = 0; order < ORDERS; order++) {
        Collections.shuffle(pairs, random);
        contexts.add(new View(pairs, input, Symmetry.IDENTITY));
      }
    }
    List<View> chosen = List.copyOf(contexts);
    List<View> views = new ArrayList<>(chosen);
    for (Symmetry symmetry : SYMMETRIES) {
      views.add(chosen.get(random.nextInt(chosen.size())).under(symmetry));
    }
    return List.copyOf(views);
  }
}
