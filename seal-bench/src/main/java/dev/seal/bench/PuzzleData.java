package dev.seal.bench;

import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;
import java.util.OptionalInt;

/**
 * The puzzles that are measured and learned from.
 *
 * @param name what they are called
 * @param test puzzles to measure on
 * @param variants more of the families of those, to measure the rounds on; may be empty
 * @param train other puzzles, for the rounds
 * @param fit all of these, and those that would have been taken and were left out
 * @param answerTokens the longest answer; empty where that is left to the model
 */
record PuzzleData(
    String name,
    List<Puzzle> test,
    List<Puzzle> variants,
    List<Puzzle> train,
    PuzzleFit fit,
    OptionalInt answerTokens) {}
