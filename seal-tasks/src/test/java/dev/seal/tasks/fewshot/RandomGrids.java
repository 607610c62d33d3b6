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

/**
 * Random values of this package's types, for properties that hold of all of them. Edge cases would
 * multiply until they leave no tries for anything else; the smallest and the largest grids come up
 * often enough at random.
 */
class RandomGrids extends DomainContextBase {

  /** One for all properties, so that a run can be repeated. */
  static final String SEED = "2506";

  private static final Puzzle.Test TEST = new Puzzle.Test(Grid.of("1"), Optional.empty());

  @Provide
  Arbitrary<Grid> grids() {
    return greatestColours().flatMap(greatest -> grids(Grid.MAX_SIDE, greatest)).withoutEdgeCases();
  }

  @Provide
  Arbitrary<ColourMap> colourMaps() {
    return Arbitraries.shuffle(IntStream.rangeClosed(1, Grid.MAX_COLOUR).boxed().toList())
        .map(colours -> Stream.concat(Stream.of(0), colours.stream()).toList())
        .map(ColourMap::new)
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<Item> items() {
    return greatestColours()
        .flatMap(
            greatest ->
                Combinators.combine(pairs(greatest).list().ofMaxSize(3), pairs(greatest))
                    .as(Item::new))
        .withoutEdgeCases();
  }

  @Provide
  Arbitrary<Puzzle> puzzles() {
    return greatestColours()
        .flatMap(greatest -> pairs(greatest).list().ofMinSize(2).ofMaxSize(4))
        .map(train -> new Puzzle("p", train, List.of(TEST)))
        .withoutEdgeCases();
  }

  // Of these, some can be doubled and some cannot.
  private static Arbitrary<Pair> pairs(int greatest) {
    return Combinators.combine(grids(18, greatest), grids(18, greatest)).as(Pair::new);
  }

  private static Arbitrary<Grid> grids(int side, int greatest) {
    Arbitrary<Integer> sides = Arbitraries.integers().between(1, side);
    return Combinators.combine(sides, sides)
        .flatAs((rows, columns) -> cells(rows, columns, greatest));
  }

  private static Arbitrary<Grid> cells(int rows, int columns, int greatest) {
    return Arbitraries.integers()
        .between(0, greatest)
        .array(int[].class)
        .ofSize(rows * columns)
        .map(cells -> Grid.build(rows, columns, (row, column) -> cells[row * columns + column]));
  }

  private static Arbitrary<Integer> greatestColours() {
    return Arbitraries.integers().between(0, Grid.MAX_COLOUR);
  }
}
