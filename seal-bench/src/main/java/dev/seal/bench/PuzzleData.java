package dev.seal.bench;

import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;
import java.util.OptionalInt;

/**
 * The puzzles that are measured and learned from.
 *
 * @param name what they are called
 * @param test puzzles to measure on
 * @param train other puzzles, for the rounds
 * @param tooLong puzzles that would have been taken, and do not fit into the model's window
 * @param unsolved ids of puzzles that cannot be taken, as a solution is not known
 * @param window the model's window in tokens
 * @param answerTokens the longest answer that the grids in sight ask for; empty where that is left
 *     to the model
 */
record PuzzleData(
    String name,
    List<Puzzle> test,
    List<Puzzle> train,
    List<TooLong> tooLong,
    List<String> unsolved,
    int window,
    OptionalInt answerTokens) {

  /**
   * A puzzle that does not fit.
   *
   * @param id the puzzle
   * @param tokens how many it needs
   */
  record TooLong(String id, int tokens) {}
}
