package dev.seal.bench;

import dev.seal.tasks.fewshot.Attempts;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.Comparator;
import java.util.List;

/**
 * How far an answer to a puzzle is from its solution; the nearer one first. Answers to several test
 * inputs are as far off as the worst of them.
 *
 * @param kind what is wrong
 * @param cells how many cells differ; 0 unless that is what is wrong
 * @param words what is wrong, in words; empty where nothing is
 */
record Miss(Kind kind, int cells, String words) implements Comparable<Miss> {

  /** What is wrong with an answer, the least first. */
  enum Kind {
    SOLVED,
    CELLS,
    SIZE,
    NO_GRID
  }

  private static final Comparator<Miss> ORDER =
      Comparator.comparing(Miss::kind).thenComparingInt(Miss::cells).thenComparing(Miss::words);

  /** Of answers to all test inputs, whose solutions are known. */
  static Miss of(Puzzle puzzle, List<String> answers) {
    Miss worst = new Miss(Kind.SOLVED, 0, "");
    for (int test = 0; test < answers.size(); test++) {
      Grid solution = puzzle.tests().get(test).solution().orElseThrow();
      Miss miss = of(solution, Attempts.of(answers.get(test)));
      if (answers.size() > 1 && miss.kind() != Kind.SOLVED) {
        miss = new Miss(miss.kind(), miss.cells(), "test " + (test + 1) + ": " + miss.words());
      }
      worst = miss.compareTo(worst) > 0 ? miss : worst;
    }
    return worst;
  }

  /** Of the nearer one of two attempts. */
  static Miss of(Grid solution, Attempts attempts) {
    return attempts.grids().stream()
        .map(grid -> of(solution, grid))
        .min(Comparator.naturalOrder())
        .orElseGet(() -> new Miss(Kind.NO_GRID, 0, "no view gave a grid"));
  }

  private static Miss of(Grid solution, Grid attempt) {
    if (attempt.equals(solution)) {
      return new Miss(Kind.SOLVED, 0, "");
    }
    if (attempt.rows() != solution.rows() || attempt.columns() != solution.columns()) {
      return new Miss(
          Kind.SIZE, 0, "wrong size: " + size(attempt) + " in the place of " + size(solution));
    }
    int differ = 0;
    for (int row = 0; row < solution.rows(); row++) {
      for (int column = 0; column < solution.columns(); column++) {
        differ += attempt.colour(row, column) == solution.colour(row, column) ? 0 : 1;
      }
    }
    int all = solution.rows() * solution.columns();
    return new Miss(
        Kind.CELLS, differ, differ + " of " + all + " cells differ in the nearer attempt");
  }

  private static String size(Grid grid) {
    return grid.rows() + " x " + grid.columns();
  }

  @Override
  public int compareTo(Miss other) {
    return ORDER.compare(this, other);
  }
}
