package dev.seal.tasks.fewshot;

import dev.seal.tasks.fewshot.Puzzle.Test;
import dev.seal.tasks.internal.JsonReading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the solutions of puzzles from a file of their own: {@code {id: [grid]}}. */
final class Solutions {

  private final JsonReading json;
  private final PuzzleJson grids;
  private final String challenges;

  /** Of a stream, for puzzles from a file of the given name. */
  Solutions(JsonReading json, String challenges) {
    this.json = json;
    this.grids = new PuzzleJson(json);
    this.challenges = challenges;
  }

  void addTo(Map<String, Puzzle> puzzles) {
    json.object(
        id -> {
          Puzzle puzzle = puzzles.get(id);
          if (puzzle == null) {
            throw json.wrong(
                json.path(),
                "is no puzzle in " + challenges + "; give the solutions that belong to that file");
          }
          puzzles.put(id, solved(puzzle));
        });
  }

  private Puzzle solved(Puzzle puzzle) {
    String place = json.path();
    List<Test> tests = puzzle.tests();
    List<Grid> solutions = grids.grids();
    if (solutions.size() != tests.size()) {
      throw json.wrong(
          place,
          "must have as many grids as the puzzle has tests in "
              + challenges
              + ", "
              + tests.size()
              + ", but has "
              + solutions.size()
              + "; give one for each test");
    }
    List<Test> solved = new ArrayList<>();
    for (int i = 0; i < tests.size(); i++) {
      solved.add(solved(tests.get(i), solutions.get(i), place, i));
    }
    return new Puzzle(puzzle.id(), puzzle.train(), solved);
  }

  private Test solved(Test test, Grid solution, String place, int index) {
    if (test.solution().filter(output -> !output.equals(solution)).isPresent()) {
      String at = "[" + index + "]";
      throw json.wrong(
          place + at,
          "differs from "
              + place
              + ".test"
              + at
              + ".output in "
              + challenges
              + "; correct one of the two");
    }
    return new Test(test.input(), Optional.of(solution));
  }
}
