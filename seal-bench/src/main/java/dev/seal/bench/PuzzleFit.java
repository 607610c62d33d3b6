package dev.seal.bench;

import dev.seal.report.Table;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Which puzzles fit into a model's window.
 *
 * @param fitting those that can be worked on
 * @param tooLong those that do not fit
 * @param unsolved ids of those that cannot be marked, as a solution is not known
 * @param lengths what they were measured by
 */
record PuzzleFit(
    List<Puzzle> fitting, List<TooLong> tooLong, List<String> unsolved, PuzzleLengths lengths) {

  // Tokens for the end of an answer that is not the one expected.
  private static final int SPARE = 4;

  /**
   * A puzzle that does not fit.
   *
   * @param id the puzzle
   * @param tokens how many it needs
   */
  record TooLong(String id, int tokens) {}

  PuzzleFit {
    fitting = List.copyOf(fitting);
    tooLong = List.copyOf(tooLong);
    unsolved = List.copyOf(unsolved);
  }

  /** Of all puzzles. */
  static PuzzleFit of(List<Puzzle> puzzles, PuzzleLengths lengths) {
    List<String> unsolved =
        puzzles.stream().filter(puzzle -> !isSolved(puzzle)).map(Puzzle::id).toList();
    Iterator<Puzzle> solved = puzzles.stream().filter(PuzzleFit::isSolved).iterator();
    return first(puzzles.size(), solved, unsolved, lengths);
  }

  /**
   * Of as many as are needed.
   *
   * @param count how many that fit are enough
   * @param solved where the next ones come from; those behind are left in it
   */
  static PuzzleFit first(
      int count, Iterator<Puzzle> solved, List<String> unsolved, PuzzleLengths lengths) {
    List<Puzzle> fitting = new ArrayList<>();
    List<TooLong> tooLong = new ArrayList<>();
    while (fitting.size() < count && solved.hasNext()) {
      Puzzle puzzle = solved.next();
      int needed = lengths.needed(puzzle);
      if (needed <= lengths.window()) {
        fitting.add(puzzle);
      } else {
        tooLong.add(new TooLong(puzzle.id(), needed));
      }
    }
    return new PuzzleFit(fitting, tooLong, unsolved, lengths);
  }

  /** Whether all solutions of a puzzle are known. */
  static boolean isSolved(Puzzle puzzle) {
    return puzzle.tests().stream().allMatch(test -> test.solution().isPresent());
  }

  /** Those of two choices of the same data. */
  PuzzleFit and(PuzzleFit other) {
    List<Puzzle> both = new ArrayList<>(fitting);
    both.addAll(other.fitting);
    List<TooLong> neither = new ArrayList<>(tooLong);
    neither.addAll(other.tooLong);
    return new PuzzleFit(both, neither, unsolved, lengths);
  }

  /**
   * Refuses to go on without puzzles.
   *
   * @throws IllegalArgumentException if none fits
   */
  void requireSome() {
    if (fitting.isEmpty()) {
      throw new IllegalArgumentException(
          "there is no puzzle with known solutions that fits into the model's window of "
              + lengths.window()
              + " tokens: without solutions are "
              + unsolved
              + ", and too long "
              + tooLong.stream().map(each -> each.id() + " of " + each.tokens()).toList()
              + "; give --solutions, other puzzles, or a model with a larger window");
    }
  }

  /** The longest answer that the grids in sight ask for, with some to spare. */
  int answerTokens() {
    return SPARE + fitting.stream().mapToInt(lengths::answer).max().orElseThrow();
  }

  boolean isAnyLeftOut() {
    return leftOut() > 0;
  }

  int leftOut() {
    return tooLong.size() + unsolved.size();
  }

  /** Those that were left out. */
  Table table() {
    Table.Builder table =
        Table.builder().left("left out").right("tokens needed", "window").left("because");
    for (TooLong puzzle : tooLong) {
      table.row(
          puzzle.id(),
          ProofTables.number(puzzle.tokens()),
          ProofTables.number(lengths.window()),
          "does not fit into the window");
    }
    for (String id : unsolved) {
      table.row(id, "", "", "a solution is not known");
    }
    return table
        .note(
            "Tokens are those of the longest prompt, with room for the largest grid that the puzzle"
                + " shows, or for a self-edit.")
        .build();
  }
}
