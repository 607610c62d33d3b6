package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {

  @TempDir private Path folder;

  private Run proof(String... more) {
    String[] args = new String[4 + more.length];
    System.arraycopy(more, 0, args, 4, more.length);
    args[0] = "--model";
    args[1] = "practice";
    args[2] = "--out";
    args[3] = folder.resolve("run").toString();
    return Run.of(new Proof(), args);
  }

  @Test
  void help_lists_all_options_and_what_they_are_without_being_given() {
    Run run = Run.of(new Proof(), "--help");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("Usage: Proof", "--model=MODEL", "--out=DIR", "--data=FILE", "--given=FILE")
        .contains("--passages=N", "--rounds=N", "--round-passages=N", "--self-edits=K")
        .contains("--styles=STYLE", "--graders=GRADER", "EXACT, F1, CONTAINS", "--joint=N")
        .contains("--budget=TOKENS", "--seeds=SEED", "--profile", "MODEL, PAPER", "--at-once=N")
        .contains("--quick", "--max-edit-tokens=N", "--events=FILE", "\"started TRAIN\"")
        .contains("--device=DEVICE", "--task", "KNOWLEDGE, GRIDS", "With --task grids:")
        .contains("--puzzles=N", "--round-puzzles=N", "--round-self-edits=K", "--sweep")
        .contains("--solutions=FILE", "--config", "--max-answer-tokens=N", "--text-form=FORM")
        .contains("--training-items=N", "--training-steps=N")
        .doesNotContain("${");
  }

  @Test
  void more_passages_than_there_are_are_refused_before_the_folder_is_made() {
    Run run = proof("--passages", "301");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("--passages must be at most 300").contains("but was 301");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void an_option_of_the_other_task_is_refused() {
    Run knowledge = proof("--puzzles", "3");

    assertThat(knowledge.exitCode()).isEqualTo(2);
    assertThat(knowledge.err())
        .startsWith(
            "--puzzles is for --task grids, but the task is knowledge; leave it out, or give --task"
                + " grids");

    Run form = proof("--text-form", "arrays");

    assertThat(form.err()).startsWith("--text-form is for --task grids");

    Run grids = proof("--task", "grids", "--joint", "1");

    assertThat(grids.exitCode()).isEqualTo(2);
    assertThat(grids.err())
        .startsWith(
            "--joint is for --task knowledge, but the task is grids; leave it out, or give --task"
                + " knowledge");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void puzzles_that_are_not_there_are_refused_before_the_folder_is_made() {
    Run many = proof("--task", "grids", "--puzzles", "12");

    assertThat(many.exitCode()).isEqualTo(2);
    assertThat(many.err())
        .startsWith(
            "--puzzles must be from 1 to 11, which is how many puzzles with known solutions there"
                + " are for it, but was 12");

    Run round = proof("--task", "grids", "--round-puzzles", "23");

    assertThat(round.err()).startsWith("--round-puzzles must be from 0 to 22");

    Run nothing = proof("--task", "grids", "--round-puzzles", "0");

    assertThat(nothing.exitCode()).isEqualTo(2);
    assertThat(nothing.err())
        .startsWith("no puzzle is left for the rounds beside the 11 to measure; give");

    Run fewer = proof("--task", "grids", "--rounds", "-1");

    assertThat(fewer.exitCode()).isEqualTo(2);
    assertThat(fewer.err()).startsWith("--rounds must be 0 or more, but was -1");

    Run solutions = proof("--task", "grids", "--solutions", "solutions.json");

    assertThat(solutions.exitCode()).isEqualTo(2);
    assertThat(solutions.err())
        .startsWith("--solutions belong to --data, which was not given; give both");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void a_text_form_that_is_none_is_refused() {
    Run run = proof("--task", "grids", "--text-form", "dots");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("must be one of [digits, spaced-digits, arrays]", "\"dots\"");
  }

  @Test
  void a_file_for_events_that_cannot_be_written_is_refused() {
    Path events = folder.resolve("none").resolve("events.txt");

    Run run = proof("--events", events.toString());

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("cannot write " + events);
  }

  @Test
  void the_longest_self_edit_is_used_wherever_one_is_written() {
    Run run =
        proof(
            "--passages",
            "1",
            "--rounds",
            "0",
            "--self-edits",
            "1",
            "--joint",
            "0",
            "--max-edit-tokens",
            "7");

    assertThat(run.exitCode()).as(run.out() + run.err()).isLessThan(2);
    assertThat(run.out()).contains("temperature 1.0, at most 7 tokens (user)");
  }

  @Test
  void kill_and_resume_refuses_what_would_prove_nothing() {
    Run none = Run.of(new KillAndResume(), "--out", folder.toString(), "--kills", "0");

    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("--kills must be at least 1, but was 0");

    folder.resolve("killed").toFile().mkdir();
    Run old = Run.of(new KillAndResume(), "--out", folder.toString());

    assertThat(old.exitCode()).isEqualTo(2);
    assertThat(old.err())
        .startsWith(
            folder.resolve("killed") + " is there already; give another --out, or delete it");
  }
}
