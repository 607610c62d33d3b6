package dev.seal.tasks.fewshot;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes two attempts of what a puzzle's views predict, in two stages (paper, section 3.2).
 *
 * <p>First, all views together, the views as they are, and those under each symmetry, each name
 * three grids: their most frequent ones, and where there are fewer, the most frequent one once more
 * in each free place. So those who agree have more weight than those who do not. Then the grids are
 * counted by how often they were named. The most frequent one is the first attempt. The second
 * attempt is the second, unless the third was named as often and has more votes from views as they
 * are.
 *
 * <p>Among equally frequent grids, the one that came first is first; among those named, the grids
 * of all views together come first. The paper's code leaves that to chance. It fills free places
 * with a grid put together of the most frequent rows or columns; as free places are left by no more
 * than two different grids, that is the more frequent of the two, or a mixture by chance where both
 * are equally frequent.
 */
final class Vote {

  private static final int NAMED = 3;

  private Vote() {}

  /**
   * A view's prediction.
   *
   * @param view the symmetry under which the question was put
   * @param grid the prediction, turned back
   */
  record Ballot(Symmetry view, Grid grid) {}

  /** At most two attempts, the first one first; none where there are no ballots. */
  static List<Grid> attempts(List<Ballot> ballots) {
    List<Grid> pool = new ArrayList<>(named(ballots.stream().map(Ballot::grid).toList()));
    for (Symmetry view : views(ballots)) {
      pool.addAll(named(of(view, ballots)));
    }
    List<Grid> best = ranked(pool);
    if (best.size() <= Attempts.MAX) {
      return best;
    }
    Grid second = best.get(1);
    Grid third = best.get(2);
    List<Grid> plain = of(Symmetry.IDENTITY, ballots);
    boolean swap =
        count(third, pool) == count(second, pool) && count(third, plain) > count(second, plain);
    return List.of(best.get(0), swap ? third : second);
  }

  private static Set<Symmetry> views(List<Ballot> ballots) {
    Set<Symmetry> views = new LinkedHashSet<>();
    ballots.forEach(ballot -> views.add(ballot.view()));
    return views;
  }

  private static List<Grid> of(Symmetry view, List<Ballot> ballots) {
    return ballots.stream().filter(ballot -> ballot.view() == view).map(Ballot::grid).toList();
  }

  /** Three grids, unless there are none at all. */
  private static List<Grid> named(List<Grid> grids) {
    List<Grid> named = new ArrayList<>(ranked(grids));
    while (!named.isEmpty() && named.size() < NAMED) {
      named.add(named.get(0));
    }
    return named.stream().limit(NAMED).toList();
  }

  /** Different grids, the most frequent one first; of equal ones, that which came first. */
  private static List<Grid> ranked(List<Grid> grids) {
    Map<Grid, Long> counts =
        grids.stream().collect(groupingBy(grid -> grid, LinkedHashMap::new, counting()));
    return counts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int count(Grid grid, List<Grid> grids) {
    return Collections.frequency(grids, grid);
  }
}
