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
        .contains("--device=DEVICE")
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
