package dev.seal.tasks.fewshot;

import com.google.common.collect.ImmutableMap;
import dev.seal.tasks.internal.JsonReading;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads puzzles in the form of the Abstraction and Reasoning Corpus (ARC-AGI): JSON in UTF-8,
 * {@code {id: {"train": [{"input": grid, "output": grid}], "test": [{"input": grid, "output":
 * grid}]}}}. A grid is an array of rows, and a row an array of colours.
 *
 * <p>A test's output may be missing: its solution is then in another file, or nobody knows it.
 * Fields that are not named here are passed over. A file that has anything else in it is refused as
 * a whole, and so is one with an id or a field given twice, with a puzzle or a grid that {@link
 * Puzzle} or {@link Grid} would refuse, or with more than 100 pairs or tests in a puzzle (ARC-AGI's
 * training set has 10 and 3 at most).
 */
public final class Puzzles {

  private Puzzles() {}

  /**
   * Reads a file of puzzles.
   *
   * @param file the file; the solutions are those given as outputs of its tests
   * @return the puzzles in the file's order, unmodifiable
   * @throws dev.seal.api.DataFormatException if the file is not such JSON; the message names the
   *     file and the place in it as a JSON path, which begins with the puzzle's id
   * @throws UncheckedIOException if the file cannot be read
   */
  public static List<Puzzle> load(Path file) {
    try (JsonReading json = open(file)) {
      List<Puzzle> puzzles = new PuzzleJson(json).puzzles();
      json.end();
      return puzzles;
    }
  }

  /**
   * Reads a file of puzzles and a file of their solutions, {@code {id: [grid]}} with a grid for
   * each of the puzzle's tests in order. Puzzles may be missing among the solutions; they are then
   * as in their own file.
   *
   * @param challenges the file of puzzles; it may hold outputs of tests as well, as long as they
   *     are the same
   * @param solutions the file of solutions
   * @return the puzzles in the order of {@code challenges}, unmodifiable
   * @throws dev.seal.api.DataFormatException if a file is not such JSON, or if the solutions do not
   *     fit the puzzles: an unknown id, another number of grids than tests, or another grid than
   *     the test's output; the message names the file and the place in it as a JSON path, which
   *     begins with the puzzle's id
   * @throws UncheckedIOException if a file cannot be read
   */
  public static List<Puzzle> load(Path challenges, Path solutions) {
    Map<String, Puzzle> puzzles = new LinkedHashMap<>();
    load(challenges).forEach(puzzle -> puzzles.put(puzzle.id(), puzzle));
    try (JsonReading json = open(solutions)) {
      new Solutions(json, challenges.toString()).addTo(puzzles);
      json.end();
    }
    return List.copyOf(puzzles.values());
  }

  /**
   * Reads puzzles that are parted into sets, {@code {set: {id: puzzle}}}.
   *
   * @param text the JSON; closed afterwards
   * @param name what the text is called in messages, such as its file
   * @return the sets by name and in order, each with its puzzles in order, unmodifiable
   * @throws dev.seal.api.DataFormatException if the text is not such JSON; the message names the
   *     place in it as a JSON path, which begins with the set and the puzzle's id
   * @throws UncheckedIOException if the text cannot be read
   */
  public static Map<String, List<Puzzle>> readSets(Reader text, String name) {
    ImmutableMap.Builder<String, List<Puzzle>> sets = ImmutableMap.builder();
    try (JsonReading json = new JsonReading(text, name)) {
      PuzzleJson puzzles = new PuzzleJson(json);
      json.object(set -> sets.put(set, puzzles.puzzles()));
      json.end();
    }
    return sets.buildOrThrow();
  }

  private static JsonReading open(Path file) {
    try {
      return new JsonReading(Files.newBufferedReader(file), file.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read puzzles from "
              + file
              + ": "
              + e
              + "; give a file that is there and readable",
          e);
    }
  }
}
