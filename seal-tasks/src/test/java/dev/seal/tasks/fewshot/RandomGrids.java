package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

/** Random values of this package's types, for properties that hold of all of them. */
class RandomGrids extends DomainContextBase {

  /** One for all properties, so that a run can be repeated. */
  static final String SEED = "2506";

  @Provide
  Arbitrary<Grid> grids() {
    return grids(Grid.MAX_SIDE);
  }

  @Provide
  Arbitrary<ColourMap> colourMaps() {
    return Arbitraries.shuffle(IntStream.rangeClosed(1, Grid.MAX_COLOUR).boxed().toList())
        .map(colours -> Stream.concat(Stream.of(0), colours.stream()).toList())
        .map(ColourMap::new);
  }

  @Provide
  Arbitrary<Item> items() {
    return Combinators.combine(pairs().list().ofMaxSize(3), pairs()).as(Item::new);
  }

  @Provide
  Arbitrary<Puzzle> puzzles() {
    return Combinators.combine(pairs().list().ofMinSize(2).ofMaxSize(4), grids(5))
        .as(
            (train, test) ->
                new Puzzle("p", train, List.of(new Puzzle.Test(test, Optional.empty()))));
  }

  // Some can be doubled and some cannot.
  private static Arbitrary<Pair> pairs() {
    return Combinators.combine(grids(18), grids(18)).as(Pair::new);
  }

  private static Arbitrary<Grid> grids(int side) {
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, side);
    return Combinators.combine(sides, sides).flatAs(RandomGrids::cells);
  }

  private static Arbitrary<Grid> cells(int rows, int columns) {
    return Arbitraries.integers()
        .between(0, Grid.MAX_COLOUR)
        .array(int[].class)
        .ofSize(rows * columns)
        .map(cells -> Grid.build(rows, columns, (row, column) -> cells[row * columns + column]));
  }
}
