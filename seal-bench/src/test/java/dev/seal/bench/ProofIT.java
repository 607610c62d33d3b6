package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main experiment in small, whole and then from its record. */
class ProofIT {

  private static final String[] METHODS = {
    "frozen",
    "passage in the prompt",
    "passage in the prompt, with reasoning",
    "passage only",
    "own edits",
    "own edits, best of 2 (oracle)",
    "outside author's edits",
    "known passages, closed-book",
    "own edits, learned from its own questions",
    "own edits, learned from its ratings"
  };

  @TempDir private Path folder;

  private Run proof(Path events) {
    return Run.of(
        new Proof(),
        "--model",
        "practice",
        "--quick",
        "--out",
        folder.resolve("run").toString(),
        "--events",
        events.toString());
  }

  @Test
  void measures_all_methods_and_gives_the_same_again_from_its_record() throws IOException {
    Path events = folder.resolve("events.txt");

    Run run = proof(events);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    for (String method : METHODS) {
      assertThat(run.out()).containsPattern("(?m)^" + Pattern.quote(method) + "  ");
    }
    assertThat(events)
        .content()
        .startsWith("started ANSWER\nfinished ANSWER\n")
        .contains("started TRAIN\nfinished TRAIN\n", "started MERGE\nfinished MERGE\n")
        .endsWith("started REPORT\nfinished REPORT\n");
    Path results = folder.resolve("run").resolve("results.json");
    assertResults(JsonParser.parseString(Files.readString(results)).getAsJsonObject());
    assertPage();

    byte[] first = Files.readAllBytes(results);
    Files.delete(results);
    Path replay = folder.resolve("replay.txt");

    Run again = proof(replay);

    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(results).hasBinaryContent(first);
    assertThat(Files.readAllLines(replay))
        .contains("started MERGE", "started REPORT")
        .allMatch(line -> line.matches("(started|finished) (GRADE|MERGE|REPORT)"));
  }

  private static void assertResults(JsonObject results) {
    JsonObject run = results.getAsJsonArray("runs").get(0).getAsJsonObject();
    JsonArray methods = run.getAsJsonArray("methods");
    assertThat(methods).hasSize(6 + 6 + 2 + 2);
    for (var method : methods) {
      assertThat(method.getAsJsonObject().get("accuracy").getAsDouble()).isBetween(0.0, 100.0);
    }
    assertThat(run.getAsJsonArray("rewards")).hasSize(2);
    for (var each : run.getAsJsonArray("rewards")) {
      JsonObject reward = each.getAsJsonObject();
      assertThat(reward.get("pairs").getAsInt()).isBetween(2, 32);
      assertThat(reward.get("rank_correlation").getAsDouble()).isBetween(-1.0, 1.0);
      assertThat(reward.get("same_best").getAsDouble()).isBetween(0.0, 1.0);
    }
    assertThat(run.getAsJsonArray("joint")).hasSize(2 * 3);
  }

  private void assertPage() {
    for (int chart = 1; chart <= 5; chart++) {
      assertThat(folder.resolve("run").resolve("chart-" + chart + ".svg"))
          .content()
          .startsWith("<svg ");
    }
    assertThat(folder.resolve("run").resolve("report.html"))
        .content()
        .contains("<html", "<svg ", "own edits, best of 2 (oracle)")
        .doesNotContain("<script")
        .doesNotContainPattern("(src|href|url)\\s*[=(]\\s*[\"']?(https?:)?//")
        .doesNotContain("@import");
  }
}
