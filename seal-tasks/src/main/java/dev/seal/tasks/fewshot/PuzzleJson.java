package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Pair;
import dev.seal.tasks.fewshot.Puzzle.Test;
import dev.seal.tasks.internal.JsonReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads puzzles in ARC-AGI's JSON. Fields that it does not need are passed over. */
final class PuzzleJson {

  // ARC's training set has 10 pairs at most. Sets of training examples grow with the square of it.
  private static final int MAX_PAIRS = 100;

  private final JsonReading json;

  PuzzleJson(JsonReading json) {
    this.json = json;
  }

  /** {@code {id: {train: [pair], test: [{input, output}]}}}, in the object's order. */
  List<Puzzle> puzzles() {
    List<Puzzle> puzzles = new ArrayList<>();
    json.object(id -> puzzles.add(puzzle(id)));
    return List.copyOf(puzzles);
  }

  /** {@code [grid]}. */
  List<Grid> grids() {
    return json.list(this::grid);
  }

  private Puzzle puzzle(String id) {
    String place = json.path();
    if (id.isBlank()) {
      throw json.wrong(place, "has the blank id \"" + id + "\"; give the puzzle one");
    }
    var fields =
        new Object() {
          @Nullable List<Pair> train;
          @Nullable List<Test> tests;
        };
    json.object(
        name -> {
          switch (name) {
            case "train" -> fields.train = train();
            case "test" -> fields.tests = tests();
            default -> json.skip();
          }
        });
    return new Puzzle(
        id,
        json.required(fields.train, place, "train"),
        json.required(fields.tests, place, "test"));
  }

  private List<Pair> train() {
    String place = json.path();
    List<Pair> pairs = json.list(this::pair, MAX_PAIRS, "pairs");
    if (pairs.size() < Puzzle.MIN_TRAIN) {
      throw json.wrong(
          place,
          "must have at least "
              + Puzzle.MIN_TRAIN
              + " pairs, but has "
              + pairs.size()
              + "; leave the puzzle out");
    }
    return pairs;
  }

  private List<Test> tests() {
    String place = json.path();
    List<Test> tests = json.list(this::test, MAX_PAIRS, "tests");
    if (tests.isEmpty()) {
      throw json.wrong(place, "has no tests; add one or leave the puzzle out");
    }
    return tests;
  }

  private Pair pair() {
    String place = json.path();
    Test pair = test();
    return new Pair(pair.input(), json.required(pair.solution().orElse(null), place, "output"));
  }

  private Test test() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable Grid input;
          @Nullable Grid output;
        };
    json.object(
        name -> {
          switch (name) {
            case "input" -> fields.input = grid();
            case "output" -> fields.output = grid();
            default -> json.skip();
          }
        });
    return new Test(
        json.required(fields.input, place, "input"), Optional.ofNullable(fields.output));
  }

  private Grid grid() {
    String place = json.path();
    List<List<Integer>> rows = new ArrayList<>();
    json.list(() -> rows.add(row(rows)), Grid.MAX_SIDE, "rows");
    if (rows.isEmpty()) {
      throw json.wrong(place, "has no rows; give 1 to " + Grid.MAX_SIDE);
    }
    return Grid.of(rows);
  }

  private List<Integer> row(List<List<Integer>> above) {
    String place = json.path();
    List<Integer> row = json.list(() -> json.integer(0, Grid.MAX_COLOUR), Grid.MAX_SIDE, "columns");
    if (row.isEmpty()) {
      throw json.wrong(place, "has no columns; give 1 to " + Grid.MAX_SIDE);
    }
    if (!above.isEmpty() && above.get(0).size() != row.size()) {
      throw json.wrong(
          place,
          "has "
              + row.size()
              + " columns, but the first row has "
              + above.get(0).size()
              + "; give all rows the same length");
    }
    return row;
  }
}
