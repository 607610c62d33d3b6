package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Puzzles of random cells: without rules, and so without coincidences. */
final class RandomPuzzles {

  private RandomPuzzles() {}

  static Puzzle puzzle(int pairs, long seed) {
    Random random = new Random(seed);
    List<Pair> train =
        Stream.generate(() -> new Pair(grid(random), grid(random))).limit(pairs).toList();
    return new Puzzle("p", train, List.of(new Puzzle.Test(grid(random), Optional.empty())));
  }

  private static Grid grid(Random random) {
    int rows = 3 + random.nextInt(5);
    int columns = 3 + random.nextInt(5);
    return Grid.build(rows, columns, (row, column) -> random.nextInt(6));
  }
}
