package dev.seal.tasks.fewshot;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A puzzle: pairs that show a rule, and grids to apply it to. Immutable, and safe for use by
 * several threads.
 *
 * @param id what the puzzle is called in its file, not blank
 * @param train the pairs that show the rule, at least 2, unmodifiable
 * @param tests what to apply the rule to, at least 1, unmodifiable
 */
public record Puzzle(String id, List<Pair> train, List<Test> tests) {

  /** The fewest training pairs, as one alone leaves nothing to learn from when it is asked. */
  static final int MIN_TRAIN = 2;

  /**
   * Checks and copies.
   *
   * @param id what the puzzle is called in its file, not blank
   * @param train the pairs that show the rule, at least 2
   * @param tests what to apply the rule to, at least 1
   * @throws IllegalArgumentException if the id is blank, or there are fewer than 2 training pairs
   *     or no tests
   */
  public Puzzle {
    train = List.copyOf(train);
    tests = List.copyOf(tests);
    if (id.isBlank()) {
      throw new IllegalArgumentException(
          "a puzzle's id must not be blank, but is \"" + id + "\"; give it one");
    }
    if (train.size() < MIN_TRAIN) {
      throw new IllegalArgumentException(
          "puzzle "
              + id
              + " has too few training pairs: "
              + train.size()
              + "; give at least "
              + MIN_TRAIN);
    }
    if (tests.isEmpty()) {
      throw new IllegalArgumentException("puzzle " + id + " has no tests; give at least one");
    }
  }

  /**
   * An example of a puzzle's rule.
   *
   * @param input what the rule is applied to
   * @param output what comes of it
   */
  public record Pair(Grid input, Grid output) {

    /**
     * Checks that both are there.
     *
     * @param input what the rule is applied to
     * @param output what comes of it
     */
    public Pair {
      requireNonNull(input, "input");
      requireNonNull(output, "output");
    }

    Pair map(UnaryOperator<Grid> change) {
      return new Pair(change.apply(input), change.apply(output));
    }
  }

  /**
   * Something to solve.
   *
   * @param input what the rule is to be applied to
   * @param solution what comes of it; empty where nobody knows
   */
  public record Test(Grid input, Optional<Grid> solution) {

    /**
     * Checks that both are there.
     *
     * @param input what the rule is to be applied to
     * @param solution what comes of it; empty where nobody knows
     */
    public Test {
      requireNonNull(input, "input");
      requireNonNull(solution, "solution");
    }
  }

  /**
   * Another puzzle of the same family: all grids turned or flipped, and in other colours.
   *
   * @param id what it is called, not blank
   * @param symmetry the turn or flip
   * @param colours the colours
   * @return the puzzle
   * @throws IllegalArgumentException if the id is blank
   */
  public Puzzle variant(String id, Symmetry symmetry, ColourMap colours) {
    UnaryOperator<Grid> change = grid -> colours.apply(symmetry.apply(grid));
    return new Puzzle(
        id,
        train.stream().map(pair -> pair.map(change)).toList(),
        tests.stream()
            .map(test -> new Test(change.apply(test.input()), test.solution().map(change)))
            .toList());
  }

  /**
   * A puzzle that asks for its own last training pair, in place of its tests: for marking answers
   * where nobody knows the solutions.
   *
   * @return a puzzle with the same id, without the last training pair, and with that pair as its
   *     only test, whose solution is known
   * @throws IllegalStateException if there are fewer than 3 training pairs
   */
  public Puzzle withHeldOutPair() {
    int last = train.size() - 1;
    if (last < MIN_TRAIN) {
      throw new IllegalStateException(
          "puzzle "
              + id
              + " has too few training pairs to hold one out: "
              + train.size()
              + "; take puzzles of at least "
              + (MIN_TRAIN + 1));
    }
    Pair held = train.get(last);
    return new Puzzle(
        id, train.subList(0, last), List.of(new Test(held.input(), Optional.of(held.output()))));
  }
}
