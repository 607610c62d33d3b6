package dev.seal.tasks.fewshot;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes two attempts of what a puzzle's views predict, in two stages (paper, section 3.2).
 *
 * <p>First, the views as they are and those under each symmetry, and all views together, each name
 * their three most frequent grids; where there are fewer, a grid put together of the most frequent
 * rows, and one of the most frequent columns, take the free places. Then these are pooled, and the
 * three most frequent of the pool are named in the same way. The first is the first attempt. The
 * second attempt is the second, unless the third is as frequent in the pool and has more votes from
 * views as they are.
 *
 * <p>Among equally frequent grids, the one that came first is first; in the pool, the grids of all
 * views together come first. The paper's code leaves that to chance, and on an equality of the
 * second and the third takes the third.
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
    List<Grid> all = ballots.stream().map(Ballot::grid).toList();
    List<Grid> pool = new ArrayList<>(named(all));
    for (Symmetry view : views(ballots)) {
      pool.addAll(named(of(view, ballots)));
    }
    List<Grid> best = named(pool);
    if (best.size() < NAMED) {
      return best;
    }
    Map<Grid, Long> counts = counts(pool);
    Grid second = best.get(1);
    Grid third = best.get(2);
    boolean tie = counts.getOrDefault(second, 0L).equals(counts.getOrDefault(third, 0L));
    Map<Grid, Long> plain = counts(of(Symmetry.IDENTITY, ballots));
    boolean swap = tie && plain.getOrDefault(third, 0L) > plain.getOrDefault(second, 0L);
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

  /** At most three different grids. */
  private static List<Grid> named(List<Grid> grids) {
    if (grids.isEmpty()) {
      return List.of();
    }
    Set<Grid> named = new LinkedHashSet<>(ranked(grids));
    named.add(mostFrequentRows(grids));
    named.add(
        Symmetry.TRANSPOSE.apply(
            mostFrequentRows(grids.stream().map(Symmetry.TRANSPOSE::apply).toList())));
    return named.stream().limit(NAMED).toList();
  }

  /** Different elements, the most frequent one first; of equal ones, that which came first. */
  private static <E> List<E> ranked(List<E> elements) {
    return counts(elements).entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static <E> Map<E, Long> counts(List<E> elements) {
    return elements.stream().collect(groupingBy(e -> e, LinkedHashMap::new, counting()));
  }

  /** Of the most frequent size; each row is the most frequent one of grids as wide. */
  private static Grid mostFrequentRows(List<Grid> grids) {
    Size size = ranked(grids.stream().map(Size::of).toList()).get(0);
    List<List<Integer>> rows = new ArrayList<>();
    for (int row = 0; row < size.rows(); row++) {
      int place = row;
      List<List<Integer>> there =
          grids.stream()
              .filter(grid -> grid.rows() > place && grid.columns() == size.columns())
              .map(grid -> grid.cells().get(place))
              .toList();
      rows.add(ranked(there).get(0));
    }
    return Grid.of(rows);
  }

  private record Size(int rows, int columns) {

    static Size of(Grid grid) {
      return new Size(grid.rows(), grid.columns());
    }
  }
}
