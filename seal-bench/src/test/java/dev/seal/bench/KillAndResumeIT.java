package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.seal.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A run that is killed in each phase; then its folder is used as it should not be. */
@EnabledOnOs(OS.LINUX)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillAndResumeIT {

  @TempDir private static Path folder;

  private static Run killed;
  private static Path run;

  @BeforeAll
  static void kill() {
    killed = Run.of(new KillAndResume(), "--out", folder.toString(), "--kills", "1");
    run = folder.resolve("killed");
  }

  private static List<String> options() {
    List<String> options = new ArrayList<>(KillAndResume.small(ProofChoice.KNOWLEDGE));
    options.addAll(List.of("--model", "practice"));
    options.addAll(List.of("--out", run.toString()));
    return options;
  }

  private static Run proof(List<String> options) {
    return Run.of(new Proof(), options.toArray(String[]::new));
  }

  @Test
  @Order(1)
  void a_run_that_was_killed_in_every_phase_ends_with_the_same_results() {
    assertThat(killed.exitCode()).as(killed.out() + killed.err()).isZero();
    assertThat(killed.out()).contains("the results are the same");
    assertThat(killed.err()).contains("stopped by SIGINT in TRAIN, exit code 130");
    JsonObject figures = killed.figures();
    for (String phase : List.of("write", "train", "answer", "fine_tune", "merge", "report")) {
      assertThat(figures.getAsJsonObject("kills").get(phase).getAsInt())
          .as(phase)
          .isGreaterThanOrEqualTo(1);
    }
    assertThat(figures.get("adapters").getAsInt()).isGreaterThanOrEqualTo(3);
    assertThat(figures.get("differences").getAsInt()).isZero();
  }

  @Test
  @Order(2)
  void other_settings_than_the_folders_are_refused() {
    List<String> options = options();
    options.set(options.indexOf("--self-edits") + 1, "3");

    Run other = proof(options);

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .startsWith("run folder " + run + " was begun with other settings of seed-0-")
        .contains("was self-edit, 2 per input and is self-edit, 3 per input");
  }

  @Test
  @Order(3)
  void a_second_process_on_the_folder_is_refused() {
    try (RunFolder held = RunFolder.open(run)) {
      assertThatThrownBy(() -> ChildProgram.ofOurs(Proof.class, options(), Map.of()).lastLine())
          .hasMessageContaining("ended with exit code 2")
          .hasMessageContaining(
              "run folder "
                  + held.path()
                  + " is in use by another run (process "
                  + ProcessHandle.current().pid()
                  + ")");
    }
  }

  @Test
  @Order(4)
  void a_byte_that_changed_in_the_journal_is_refused_by_its_line() throws IOException {
    Path journal = run.resolve("journal.jsonl");
    byte[] bytes = Files.readAllBytes(journal);
    int middle = bytes.length / 2;
    long line = 1;
    for (int i = 0; i < middle; i++) {
      line += bytes[i] == '\n' ? 1 : 0;
    }
    bytes[middle] ^= 1;
    Files.write(journal, bytes);

    Run damaged = proof(options());

    assertThat(damaged.exitCode()).isEqualTo(2);
    assertThat(damaged.err()).startsWith(journal + ", line " + line + " is damaged: ");
  }
}
