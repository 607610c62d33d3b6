package dev.seal.tasks.practice;

import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;

/**
 * The puzzles of the grid practice model, each of three pairs of 3 by 3 cells and one test whose
 * solution is known.
 *
 * @param familiar 24 of the families of puzzles that it was trained on; it solves them in context
 * @param unfiltered 48 of other families, of which it solves some in context and others after
 *     training
 * @param train 11 of the other families, to learn from: unsolved in context, and solved by training
 *     with {@link Practice#gridOracle()} where they were chosen, in another implementation
 * @param eval 11 others of that kind, to measure on
 */
public record PracticePuzzles(
    List<Puzzle> familiar, List<Puzzle> unfiltered, List<Puzzle> train, List<Puzzle> eval) {

  /**
   * Copies.
   *
   * @param familiar see the record
   * @param unfiltered see the record
   * @param train see the record
   * @param eval see the record
   */
  public PracticePuzzles {
    familiar = List.copyOf(familiar);
    unfiltered = List.copyOf(unfiltered);
    train = List.copyOf(train);
    eval = List.copyOf(eval);
  }
}
