package dev.seal.tasks.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzles;
import dev.seal.tasks.internal.JsonReading;
import dev.seal.tasks.internal.PassageJson;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the data of the practice world from the class path. */
final class PracticeFiles {

  private PracticeFiles() {}

  /** {@code {known, train, test}}, each a list of passages in SEAL's form. */
  static People people() {
    Map<String, List<Passage>> lists = new HashMap<>();
    try (JsonReading json = open("people.json")) {
      PassageJson passages = new PassageJson(json);
      json.object(name -> lists.put(name, passages.passages()));
      json.end();
    }
    return new People(list(lists, "known"), list(lists, "train"), list(lists, "test"));
  }

  /** {@code {train, test}}, each {@code {name: [line]}}. */
  static Map<String, SelfEdit> edits() {
    ImmutableMap.Builder<String, SelfEdit> edits = ImmutableMap.builder();
    try (JsonReading json = open("given.json")) {
      json.object(
          set ->
              json.object(
                  name ->
                      edits.put(name, new SelfEdit(String.join("\n", json.list(json::string))))));
      json.end();
    }
    return edits.buildOrThrow();
  }

  /** {@code {familiar, unfiltered, train, eval}}, each in ARC's form. */
  static PracticePuzzles puzzles() {
    Map<String, List<Puzzle>> sets = Puzzles.readSets(text("grids/puzzles.json"), "puzzles.json");
    return new PracticePuzzles(
        list(sets, "familiar"), list(sets, "unfiltered"), list(sets, "train"), list(sets, "eval"));
  }

  private static <E> List<E> list(Map<String, List<E>> lists, String name) {
    List<E> list = lists.get(name);
    if (list == null) {
      throw new IllegalStateException(
          "the practice data has no \"" + name + "\"; rebuild seal-tasks");
    }
    return list;
  }

  private static JsonReading open(String name) {
    return new JsonReading(text(name), name);
  }

  private static Reader text(String name) {
    InputStream stream = PracticeFiles.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException(
          "resource dev/seal/tasks/practice/"
              + name
              + " is missing from the class path; use the seal-tasks jar as it was built");
    }
    return new InputStreamReader(stream, UTF_8);
  }
}
