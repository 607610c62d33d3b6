package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One thing to train on: pairs that are shown, perhaps none, and the pair that is asked. */
record Item(List<Pair> demonstrations, Pair asked) {

  Item {
    demonstrations = List.copyOf(demonstrations);
  }

  /** All grids: those shown and then those asked, each input before its output. */
  List<Grid> grids() {
    return Stream.concat(demonstrations.stream(), Stream.of(asked))
        .flatMap(pair -> Stream.of(pair.input(), pair.output()))
        .toList();
  }

  /** The item with all grids changed alike. */
  Item map(UnaryOperator<Grid> change) {
    return new Item(
        demonstrations.stream().map(pair -> pair.map(change)).toList(), asked.map(change));
  }
}
