package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

  @TempDir private Path folder;

  @Test
  void every_command_explains_itself() {
    List<Callable<Integer>> commands =
        List.of(
            new Replay(),
            new Logits(),
            new Knowledge(),
            new Proof(),
            new KillAndResume(),
            new Soak(),
            new PeftRoundTrip(),
            new Saved(),
            new Load(),
            new Trial(),
            new Scaling(),
            new Decode(),
            new PuzzleSelection());

    for (Callable<Integer> command : commands) {
      Run run = Run.of(command, "--help");

      assertThat(run.exitCode()).isZero();
      assertThat(run.out()).contains("Usage: " + command.getClass().getSimpleName(), "--device");
    }
  }

  @Test
  void a_model_that_is_not_there_is_named_with_what_may_be_given() {
    Run run = Run.of(new Logits(), "no/such/model", "logits.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("no model at \"no/such/model\"", "folder", ".gguf", "\"practice\"")
        .doesNotContain("\tat ");
  }

  @Test
  void a_recording_that_is_not_there_is_named() {
    Run run = Run.of(new Replay(), "practice", folder.resolve("none").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("cannot read " + folder.resolve("none.json"))
        .doesNotContain("\tat ");
  }

  @Test
  void a_recording_without_a_value_is_refused_by_the_name_of_the_value() throws IOException {
    Path file = Files.writeString(folder.resolve("half.json"), "{\"r\": 8}");

    Run run = Run.of(new Replay(), "practice", folder.resolve("half").toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(file + " has no \"document_ids\"");
  }

  @Test
  void a_file_that_is_no_recording_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("logits.json"), "[1, 2]");

    Run run = Run.of(new Logits(), "practice", file.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith(file + " does not have the form of recorded values");
  }

  @Test
  void knowledge_refuses_more_passages_than_there_are() {
    Run run =
        Run.of(
            new Knowledge(), "--model", "practice", "--passages", "301", "--method", "in-context");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--passages must be from 1 to 300", "but was 301");
  }

  @Test
  void knowledge_has_given_edits_for_the_practice_people_alone() {
    Run run =
        Run.of(
            new Knowledge(),
            "--model",
            "practice",
            "--data",
            "squad.json",
            "--passages",
            "1",
            "--method",
            "given");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("leave --data out");
  }

  @Test
  void soak_refuses_a_run_that_ends_before_its_baseline() {
    Run run = Run.of(new Soak(), "--adapts", "20");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--adapts must be above --baseline", "20 and 20");
  }
}
