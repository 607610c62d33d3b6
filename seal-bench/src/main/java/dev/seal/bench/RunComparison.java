package dev.seal.bench;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What differs between the folders of two runs that should have ended alike: files to the byte,
 * names of adapters and objects, which are hashes of their content, and the steps' names and
 * results in their order.
 *
 * @param files how many files were compared
 * @param steps how many steps the first run has
 * @param adapters how many adapters it kept
 * @param objects how many results
 * @param differences what differs, in words
 */
record RunComparison(int files, int steps, int adapters, int objects, List<String> differences) {

  static RunComparison of(Path first, Path second) {
    try {
      List<String> differences = new ArrayList<>();
      List<String> files = compare("files", results(first), results(second), differences);
      for (String file : files) {
        if (Files.exists(second.resolve(file))
            && Files.mismatch(first.resolve(file), second.resolve(file)) >= 0) {
          differences.add(file + " differs");
        }
      }
      return new RunComparison(
          files.size(),
          compare("steps", steps(first), steps(second), differences).size(),
          names("adapters", first, second, differences),
          names("objects", first, second, differences),
          List.copyOf(differences));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare " + first + " and " + second + ": " + e, e);
    }
  }

  private static int names(String folder, Path first, Path second, List<String> differences)
      throws IOException {
    return compare(folder, names(first.resolve(folder)), names(second.resolve(folder)), differences)
        .size();
  }

  // The page tells times, and so does the journal.
  private static List<String> results(Path run) throws IOException {
    return names(run).stream()
        .filter(
            name ->
                name.equals("results.json")
                    || name.equals("settings.json")
                    || name.endsWith(".svg"))
        .toList();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> steps(Path run) throws IOException {
    try (Stream<String> lines = Files.lines(run.resolve("journal.jsonl"))) {
      return lines.map(RunComparison::step).toList();
    }
  }

  private static String step(String line) {
    try {
      JsonObject step = JsonParser.parseString(line).getAsJsonObject();
      return step.get("step").getAsString() + " with result " + step.get("object").getAsString();
    } catch (JsonParseException torn) {
      return "not a step: " + line;
    }
  }

  private static List<String> compare(
      String what, List<String> first, List<String> second, List<String> differences) {
    if (!first.equals(second)) {
      List<String> lost = new ArrayList<>(first);
      lost.removeAll(second);
      List<String> more = new ArrayList<>(second);
      more.removeAll(first);
      differences.add(what + " differ: without " + lost + ", and with " + more);
    }
    return first;
  }
}
