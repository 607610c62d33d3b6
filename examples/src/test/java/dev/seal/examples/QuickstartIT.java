package dev.seal.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartIT {

  @TempDir private Path folder;

  @Test
  void it_shows_a_person_being_learned() {
    Path adapter = folder.resolve("adapter");

    Shell shell = Shell.quickstart("--out", adapter.toString());

    assertThat(shell.exitCode()).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("device", "precision", "libtorch", "self-edit, 5 per input", "(model)")
        .contains("Bador Halson", "reward", "before", "after", "0 of 5", "->")
        .contains("also chose the winner", "tokens", "write", "train")
        .containsPattern("\\*\\d +\\+\\d\\.\\d\\d");
    assertThat(shell.out().replaceAll("\\s+", "")).contains(adapter.toString());
    assertThat(shell.out().lines()).allMatch(line -> line.length() <= 100);
    assertThat(adapter.resolve("adapter_config.json")).isRegularFile();
    assertThat(adapter.resolve("adapter_model.safetensors")).isRegularFile();
  }

  @Test
  void it_learns_a_text_of_the_users_own() throws IOException {
    Path text =
        Files.writeString(
            folder.resolve("text.txt"), "Helna Ordway worked as a potter. Her pet was an otter.");

    Shell shell =
        Shell.quickstart(
            "--passage",
            text.toString(),
            "--title",
            "Helna Ordway",
            "--question",
            "What did Helna Ordway do for a living?",
            "--answer",
            "Potter",
            "--self-edits",
            "2",
            "--epochs",
            "3",
            "--rank",
            "4",
            "--grader",
            "f1",
            "--seed",
            "5",
            "--out",
            folder.resolve("adapter").toString());

    assertThat(shell.exitCode()).as(shell.err()).isZero();
    assertThat(shell.out())
        .contains("self-edit, 2 per input", "rank 4, alpha 8.0", "3 epochs", "seed 5", "(user)");
  }

  @Test
  void it_says_why_nothing_was_learned() {
    Shell shell =
        Shell.quickstart(
            "--learning-rate",
            "1e30",
            "--self-edits",
            "2",
            "--out",
            folder.resolve("adapter").toString());

    assertThat(shell.exitCode()).isEqualTo(1);
    assertThat(shell.out().replaceAll("\\s+", " "))
        .contains("all self-edits were rejected", "lower the learning rate");
    assertThat(folder.resolve("adapter")).doesNotExist();
  }

  @Test
  void a_passage_that_is_too_long_is_said_to_be() throws IOException {
    Path text = Files.writeString(folder.resolve("long.txt"), "Bador was a potter. ".repeat(400));

    Shell shell =
        Shell.quickstart("--passage", text.toString(), "--question", "Q?", "--answer", "A");

    assertThat(shell.exitCode()).isEqualTo(2);
    assertThat(shell.err()).contains("tokens", "1024").doesNotContain("\tat ");
  }

  @Test
  void the_first_steps_of_the_readme_run() {
    FirstSteps.main(new String[] {folder.resolve("first").toString()});

    assertThat(folder.resolve("first").resolve("adapter_model.safetensors")).isRegularFile();
  }

  @Test
  void the_outer_loop_of_the_readme_runs_and_goes_on() {
    Path out = folder.resolve("better-writer");
    BetterWriter.main(new String[] {out.toString(), "4", "2"});
    BetterWriter.main(new String[] {out.toString(), "4", "2"});

    assertThat(out.resolve("report.html")).content().contains("Round 2");
    assertThat(out.resolve("model").resolve("model.safetensors")).isRegularFile();
  }

  @Test
  void the_puzzles_of_the_readme_run() {
    assertThatCode(() -> PuzzleSolver.main(new String[] {"1"})).doesNotThrowAnyException();
  }
}
