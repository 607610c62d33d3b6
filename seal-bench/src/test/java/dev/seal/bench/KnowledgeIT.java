package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnowledgeIT {

  private static JsonObject practice(String method) {
    Run run = Run.of(new Knowledge(), "--model", "practice", "--passages", "8", "--method", method);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.figures();
  }

  private static double accuracy(JsonObject figures) {
    return figures.get("accuracy").getAsDouble();
  }

  @Test
  void the_methods_come_in_the_order_of_what_they_see() {
    JsonObject frozen = practice("frozen");
    JsonObject inContext = practice("in-context");
    JsonObject passage = practice("passage");
    JsonObject given = practice("given");

    assertThat(accuracy(frozen)).isLessThan(15);
    assertThat(accuracy(inContext)).isGreaterThan(95);
    assertThat(accuracy(passage)).isBetween(30.0, 80.0);
    assertThat(accuracy(given)).isGreaterThan(90);
    assertThat(frozen.get("trained_tokens").getAsLong()).isZero();
    assertThat(given.get("trained_tokens").getAsLong())
        .isGreaterThan(passage.get("trained_tokens").getAsLong());
  }

  @Test
  void self_edits_are_measured_by_their_mean_and_by_the_best() {
    Run run =
        Run.of(
            new Knowledge(),
            "--model",
            "practice",
            "--passages",
            "4",
            "--method",
            "self-edit",
            "--self-edits",
            "3",
            "--seed",
            "7");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("self-edit, 3 per input", "seed 7", "(model)");
    JsonObject figures = run.figures();
    assertThat(accuracy(figures)).isGreaterThan(30);
    assertThat(figures.get("best_of_3").getAsDouble()).isGreaterThanOrEqualTo(accuracy(figures));
    assertThat(figures.get("standard_error").getAsDouble()).isPositive();
  }

  @Test
  void passages_come_from_a_file_too(@TempDir Path folder) throws IOException {
    Path data =
        Files.writeString(
            folder.resolve("data.json"),
            """
            [{"title": "Helna Example", "context": "Helna Example worked as a potter.",
              "questions": [{"question": "What did Helna Example do for a living?",
                             "answer": "Potter"}]},
             {"title": "Without questions", "context": "Nothing is asked.", "questions": []}]
            """);

    Run run =
        Run.of(
            new Knowledge(),
            "--model",
            "practice",
            "--data",
            data.toString(),
            "--passages",
            "1",
            "--method",
            "in-context");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(accuracy(run.figures())).isEqualTo(100);
    assertThat(run.figures().get("standard_error").getAsString()).isEqualTo("NaN");
  }

  @Test
  void soaking_leaves_nothing_behind() {
    assumeThat(Path.of("/proc/self/status"))
        .as("resident memory is read from /proc, which only Linux has")
        .exists();

    Run run = Run.of(new Soak(), "--adapts", "4", "--baseline", "2");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("arrays_after").getAsInt())
        .isEqualTo(run.figures().get("arrays_before").getAsInt());
  }
}
