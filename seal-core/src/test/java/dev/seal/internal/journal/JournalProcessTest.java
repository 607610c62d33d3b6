package dev.seal.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class JournalProcessTest {

  @TempDir Path folder;

  private List<String> run(String prefix, String... args) throws Exception {
    Process process = JournalProgram.start(prefix, args);
    process.getOutputStream().close();
    List<String> lines;
    try (BufferedReader output = JournalProgram.output(process)) {
      lines = output.lines().toList();
    }
    assertThat(process.waitFor()).as(String.join("\n", lines)).isZero();
    return lines.stream().filter(line -> !line.contains(" INFO ")).toList();
  }

  private static void await(BufferedReader output, String line) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String next = output.readLine(); next != null; next = output.readLine()) {
      if (next.startsWith(line)) {
        return;
      }
      seen.append(next).append('\n');
    }
    throw new AssertionError("no \"" + line + "\" in\n" + seen);
  }

  @Test
  void a_second_process_is_refused_with_the_first_ones_id() throws Exception {
    Process holder = JournalProgram.start("", "hold", folder.toString());
    try (BufferedReader output = JournalProgram.output(holder)) {
      await(output, "opened with 0");
      String refusal =
          "run folder "
              + folder
              + " is in use by another run (process "
              + holder.pid()
              + "); wait until it has ended, or choose another folder";
      assertThat(run("", "hold", folder.toString())).containsExactly("refused: " + refusal);
      assertThatThrownBy(() -> Journal.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(refusal);
      holder.getOutputStream().close();
      assertThat(holder.waitFor()).isZero();
    } finally {
      holder.destroyForcibly().waitFor();
    }
    Journal.open(folder).close();
  }

  @Test
  void a_second_run_in_this_process_is_refused_and_does_not_loosen_the_lock() throws Exception {
    try (Journal journal = Journal.open(folder)) {
      String refusal = "is in use by another run (this process, " + ProcessHandle.current().pid();
      assertThatThrownBy(() -> Journal.open(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(refusal);
      assertThatThrownBy(() -> Journal.open(folder.resolve("../" + folder.getFileName())))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(refusal);
      assertThat(run("", "hold", folder.toString()))
          .singleElement()
          .asString()
          .contains("(process " + ProcessHandle.current().pid() + ")");
      assertThat(journal.size()).isZero();
    }
    assertThat(run("", "hold", folder.toString())).containsExactly("opened with 0");
  }

  @Test
  void a_run_killed_twelve_times_loses_no_recorded_step() throws Exception {
    Random random = new Random(1);
    int safe = 0;
    for (int kill = 0; kill < 12; kill++) {
      Process process = JournalProgram.start("", "loop", folder.toString());
      int steps = 1 + random.nextInt(40);
      try (BufferedReader output = JournalProgram.output(process)) {
        await(output, "opened with ");
        await(output, "did " + (safe + steps - 1));
      } finally {
        process.destroyForcibly().waitFor();
      }
      int before = safe;
      try (Journal journal = Journal.open(folder)) {
        safe = journal.size();
        assertThat(safe).isGreaterThanOrEqualTo(before + steps);
        for (int i = 0; i < safe; i++) {
          int number = i;
          Values value =
              journal.step(
                  "step-" + i,
                  Values.class,
                  () -> {
                    throw new AssertionError("step " + number + " of " + journal.size());
                  });
          assertThat(value).isEqualTo(Values.of(i));
        }
      }
    }
  }

  @Test
  void a_torn_line_is_cut_off_with_a_warning() throws Exception {
    assertThat(run("", "steps", folder.toString(), "1")).hasSize(11);
    Path journal = folder.resolve("journal.jsonl");
    Files.writeString(journal, "{\"line\":11,\"pre", StandardOpenOption.APPEND);
    assertThat(run("", "hold", folder.toString()))
        .satisfiesExactly(
            warning ->
                assertThat(warning)
                    .contains("WARN")
                    .endsWith(
                        journal
                            + ": line 11 was torn when an earlier run ended; its 15 bytes are cut"
                            + " off, and its step is done again"),
            opened -> assertThat(opened).isEqualTo("opened with 10"));
    assertThat(run("", "hold", folder.toString())).containsExactly("opened with 10");
  }

  @Test
  void a_result_that_does_not_fit_on_the_disk_fails_alone() throws Exception {
    List<String> output = run("ulimit -f 8; ", "steps", folder.toString(), "9000");
    assertThat(output).hasSize(11).contains("did 3", "did 5", "did 9");
    assertThat(output.get(5)).isEqualTo(failed(4, "4 steps are"));
    assertGoesOn(9);
  }

  @Test
  void a_line_that_does_not_fit_on_the_disk_leaves_no_half_of_it() throws Exception {
    List<String> output = run("ulimit -f 1; ", "steps", folder.toString(), "1");
    assertThat(output).hasSize(11).startsWith("opened with 0", "did 0", "did 1", "did 2");
    assertThat(output.get(4)).isEqualTo(failed(3, "3 steps are"));
    assertThat(output.get(10)).isEqualTo(failed(9, "3 steps are"));
    assertThat(Files.readString(folder.resolve("journal.jsonl"))).endsWith("\"}\n").hasLineCount(3);
    assertGoesOn(3);
  }

  private String failed(int step, String safe) {
    return "failed "
        + step
        + ": cannot write the result of step \"step-"
        + step
        + "\" into run folder "
        + folder
        + ": File too large; "
        + safe
        + " safe there; free space on its disk, or mend what is named here, and run the same"
        + " command again";
  }

  private void assertGoesOn(int safe) throws Exception {
    assertThat(run("", "steps", folder.toString(), "9000"))
        .hasSize(11)
        .startsWith("opened with " + safe)
        .endsWith("did 9");
    assertThat(run("", "hold", folder.toString())).containsExactly("opened with 10");
  }
}
