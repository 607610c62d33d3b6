package dev.seal.tasks.practice;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.ImmutableMap;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.tasks.internal.JsonReading;
import dev.seal.tasks.internal.PassageJson;
import java.io.InputStream;
import java.io.InputStreamReader;
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

  private static List<Passage> list(Map<String, List<Passage>> lists, String name) {
    List<Passage> list = lists.get(name);
    if (list == null) {
      throw new IllegalStateException("people.json has no \"" + name + "\"; rebuild seal-tasks");
    }
    return list;
  }

  private static JsonReading open(String name) {
    InputStream stream = PracticeFiles.class.getResourceAsStream(name);
    if (stream == null) {
      throw new IllegalStateException(
          "resource dev/seal/tasks/practice/"
              + name
              + " is missing from the class path; use the seal-tasks jar as it was built");
    }
    return new JsonReading(new InputStreamReader(stream, UTF_8), name);
  }
}
