package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiment with puzzles in small, whole and then from its record, and on files. */
class PuzzleProofIT {

  @TempDir private Path folder;

  private Run proof(String... more) {
    String[] args = new String[4 + more.length];
    System.arraycopy(more, 0, args, 4, more.length);
    args[0] = "--task";
    args[1] = "grids";
    args[2] = "--out";
    args[3] = folder.resolve("run").toString();
    return Run.of(new Proof(), args);
  }

  private JsonObject results() throws IOException {
    return JsonParser.parseString(Files.readString(folder.resolve("run/results.json")))
        .getAsJsonObject();
  }

  private JsonObject run() throws IOException {
    return results().getAsJsonArray("runs").get(0).getAsJsonObject();
  }

  @Test
  void measures_all_methods_and_gives_the_same_again_from_its_record() throws IOException {
    Path events = folder.resolve("events.txt");
    String[] options = {"--quick", "--events", events.toString()};

    Run run = proof(options);

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    for (String method :
        List.of("in context", "oracle configuration", "own choices, best of 2 (oracle)")) {
      assertThat(run.out()).containsPattern("(?m)^" + Pattern.quote(method) + "  ");
    }
    assertThat(run.out()).contains("basic augmentations, %", "valid JSON", "why not");
    assertThat(run().getAsJsonArray("methods")).hasSize(3);
    assertThat(run().getAsJsonArray("puzzles")).hasSize(8);
    JsonObject choices = run().getAsJsonArray("choices").get(0).getAsJsonObject();
    assertThat(choices.get("self_edits").getAsInt()).isEqualTo(16);
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains("<html", "<svg ", "Each puzzle", "test input", "solution", ": right", ": wrong")
        .doesNotContain("<script")
        .doesNotContainPattern("(src|href|url)\\s*[=(]\\s*[\"']?(https?:)?//");

    Path results = folder.resolve("run/results.json");
    byte[] first = Files.readAllBytes(results);
    Files.delete(results);
    Files.delete(events);

    Run again = proof(options);

    assertThat(again.exitCode()).as(again.out() + again.err()).isZero();
    assertThat(results).hasBinaryContent(first);
    assertThat(Files.readAllLines(events))
        .contains("started REPORT")
        .allMatch(line -> line.matches("(started|finished) (GRADE|REPORT)"));
  }

  @Test
  void groups_of_augmentations_are_measured_with_both_losses() throws IOException {
    Run run =
        proof("--quick", "--puzzles", "1", "--self-edits", "1", "--training-items", "6", "--sweep");

    assertThat(run.exitCode()).as(run.out() + run.err()).isLessThan(2);
    assertThat(run.out())
        .containsPattern("augmentations +all tokens, % +outputs, %")
        .containsPattern("(?m)^none +[0-9.]+ +[0-9.]+$")
        .containsPattern("(?m)^repeat +[0-9.]+ +[0-9.]+$")
        .containsPattern("(?m)^all +[0-9.]+ +[0-9.]+$");
    assertThat(run().getAsJsonArray("sweep"))
        .hasSize(12)
        .extracting(JsonElement::getAsJsonObject)
        .extracting(row -> row.get("method").getAsString())
        .contains("sweep-none-all-tokens", "sweep-chain-outputs", "sweep-all-outputs");
  }

  @Test
  void puzzles_of_a_file_that_cannot_be_taken_are_listed() throws IOException {
    Path data = ArcFile.write(folder.resolve("arc.json"));

    Run run = proof("--data", data.toString(), "--self-edits", "1", "--training-items", "4");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^large +[0-9,]+ +1,024 +does not fit into the window$")
        .containsPattern("(?m)^open +a solution is not known$")
        .containsPattern("(?m)^small +[01]/1 +[01]/1 +[01]/1")
        .doesNotContain("reference")
        .contains("at most 10 tokens");
    JsonObject long1 = results().getAsJsonArray("too_long").get(0).getAsJsonObject();
    assertThat(long1.get("puzzle").getAsString()).isEqualTo(ArcFile.TOO_LONG);
    assertThat(long1.get("tokens").getAsInt()).isGreaterThan(1024);
    assertThat(results().getAsJsonArray("without_solution").get(0).getAsString())
        .isEqualTo(ArcFile.UNSOLVED);
    assertThat(folder.resolve("run/report.html"))
        .content()
        .contains(ArcFile.FITS, ArcFile.TOO_LONG, ArcFile.UNSOLVED);
  }

  @Test
  void published_puzzles_run_and_say_why_they_are_not_solved() throws IOException {
    Run run =
        proof(
            "--data",
            ArcFile.published("arc-agi_training_challenges.json").toString(),
            "--solutions",
            ArcFile.published("arc-agi_training_solutions.json").toString(),
            "--puzzles",
            "2",
            "--self-edits",
            "1",
            "--training-items",
            "6");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(results().getAsJsonArray("too_long")).isNotEmpty();
    assertThat(run().getAsJsonArray("puzzles"))
        .hasSize(2)
        .extracting(JsonElement::getAsJsonObject)
        .allMatch(
            puzzle ->
                puzzle
                    .get("why_not")
                    .getAsString()
                    .matches("|.*(no view gave a grid|wrong size|cells differ).*"));
  }

  @Test
  void keeps_the_puzzles_that_training_alone_solves() {
    Run run = Run.of(new PuzzleSelection(), "--puzzles", "3");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    JsonObject figures = run.figures();
    assertThat(figures.getAsJsonArray("kept").size()).isBetween(1, 2);
    for (JsonElement id : figures.getAsJsonArray("kept")) {
      assertThat(run.out()).containsPattern("(?m)^" + id.getAsString() + "$");
    }
    assertThat(run.out()).contains("kept: solved after training alone");
  }

  @Test
  void a_run_with_a_round_that_was_killed_in_every_phase_ends_with_the_same_results() {
    Run run =
        Run.of(
            new KillAndResume(),
            "--task",
            "grids",
            "--kills",
            "1",
            "--out",
            folder.resolve("kill").toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("the results are the same");
    assertThat(run.figures().get("adapters").getAsInt()).isEqualTo(1);
  }
}
