package dev.seal.examples;

import dev.seal.Adaptation;
import dev.seal.Improvement;
import dev.seal.Seal;
import dev.seal.tasks.fewshot.Attempts;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzles;
import dev.seal.tasks.practice.Practice;
import java.nio.file.Path;
import java.util.List;

/** The README's lines on puzzles, as a program. */
public final class PuzzleSolver {

  private PuzzleSolver() {}

  /**
   * Teaches the grid practice model to choose how to learn a puzzle, and has it solve one.
   *
   * @param args how many practice puzzles to learn from, default 11; then a file of puzzles in
   *     ARC's form, default the practice puzzles, the first of which is solved
   */
  public static void main(String[] args) {
    List<Puzzle> puzzles =
        Practice.puzzles().train().subList(0, args.length > 0 ? Integer.parseInt(args[0]) : 11);
    List<Puzzle> others =
        args.length > 1 ? Puzzles.load(Path.of(args[1])) : Practice.puzzles().eval();
    Puzzle puzzle = others.get(0);
    // README begin
    try (Seal<Puzzle> seal =
        Seal.builder().model(Practice.gridModel()).task(FewShot.arc()).build()) {
      Improvement<Puzzle> run = seal.improve(puzzles); // one round, 15 choices for each puzzle
      System.out.println(run.rounds().get(0).chosen().size() + " choices solved their puzzle");
      try (Adaptation<Puzzle> solved = seal.adapt(puzzle)) { // five adapters for this one puzzle
        System.out.println(solved.best().orElseThrow().edit().orElseThrow().text());
        for (String answer : solved.answers()) {
          System.out.println(Attempts.of(answer)); // at most two grids for each test input
        }
      }
    }
    // README end
  }
}
