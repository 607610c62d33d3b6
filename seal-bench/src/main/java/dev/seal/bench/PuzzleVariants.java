package dev.seal.bench;

import dev.seal.tasks.fewshot.ColourMap;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Symmetry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** More puzzles of the same families: each turned or flipped, and in other colours. */
final class PuzzleVariants {

  private static final List<Symmetry> CHANGES =
      Stream.of(Symmetry.values()).filter(symmetry -> symmetry != Symmetry.IDENTITY).toList();

  private PuzzleVariants() {}

  /** One variant of each puzzle, the same at every call. */
  static List<Puzzle> of(List<Puzzle> puzzles) {
    Random random = new Random(7);
    List<Puzzle> variants = new ArrayList<>();
    for (Puzzle puzzle : puzzles) {
      Symmetry symmetry = CHANGES.get(random.nextInt(CHANGES.size()));
      variants.add(puzzle.variant(puzzle.id() + "-variant", symmetry, colours(random)));
    }
    return List.copyOf(variants);
  }

  private static ColourMap colours(Random random) {
    List<Integer> targets =
        new ArrayList<>(IntStream.rangeClosed(1, Grid.MAX_COLOUR).boxed().toList());
    Collections.shuffle(targets, random);
    targets.add(0, 0);
    return new ColourMap(targets);
  }
}
