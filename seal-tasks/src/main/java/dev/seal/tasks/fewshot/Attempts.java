package dev.seal.tasks.fewshot;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a model made of a test input: at most two grids, as ARC allows (pass@2).
 *
 * @param grids the grids, the better one first; empty where no answer could be read
 */
public record Attempts(List<Grid> grids) {

  /** How many attempts count. */
  public static final int MAX = 2;

  /**
   * Checks and copies.
   *
   * @param grids the grids, the better one first
   * @throws IllegalArgumentException if there are more than {@value #MAX}
   */
  public Attempts {
    grids = List.copyOf(grids);
    if (grids.size() > MAX) {
      throw new IllegalArgumentException(
          "there may be "
              + MAX
              + " attempts, but there are "
              + grids.size()
              + "; leave the others out");
    }
  }

  /**
   * The attempts in an answer of {@link FewShot}, such as those that an Adaptation gives.
   *
   * @param answer the text, as {@link #toString} writes it
   * @return the attempts
   * @throws IllegalArgumentException if it is not such a text
   */
  public static Attempts of(String answer) {
    if (answer.isEmpty()) {
      return new Attempts(List.of());
    }
    return new Attempts(
        Stream.of(answer.split("\n\n", -1)).map(text -> Grid.of(text.split("\n", -1))).toList());
  }

  /**
   * Whether an attempt is right.
   *
   * @param solution the solution
   * @return true if one of the grids is the solution
   */
  public boolean solve(Grid solution) {
    return grids.contains(solution);
  }

  /**
   * The first attempt.
   *
   * @return the grid, or empty where no answer could be read
   */
  public Optional<Grid> first() {
    return grids.stream().findFirst();
  }

  /** Rows of digits, with an empty line between grids; empty text for no grid. */
  @Override
  public String toString() {
    return grids.stream().map(Grid::toString).collect(joining("\n\n"));
  }
}
