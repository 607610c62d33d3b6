package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

  @TempDir Path parent;

  record Mark(double value) {}

  @Test
  void a_folder_is_made_where_it_is_missing_and_keeps_its_steps() {
    Path path = parent.resolve("runs/first");
    try (RunFolder folder = RunFolder.open(path)) {
      assertThat(folder.path()).isEqualTo(path);
      assertThat(path).isDirectory();
      folder.journal().step("mark", Mark.class, () -> new Mark(-0.0));
    }
    try (RunFolder folder = RunFolder.open(path)) {
      assertThat(folder).hasToString("run folder " + path + ", 1 steps done");
      Mark mark =
          folder
              .journal()
              .step(
                  "mark",
                  Mark.class,
                  () -> {
                    throw new AssertionError("done already");
                  });
      assertThat(mark).isEqualTo(new Mark(-0.0));
    }
  }

  @Test
  void a_folder_is_for_one_run_until_it_is_closed() {
    RunFolder first = RunFolder.open(parent);
    assertThatThrownBy(() -> RunFolder.open(parent))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("run folder " + parent + " is in use by another run (this process")
        .hasMessageEndingWith("wait until it has ended, or choose another folder");
    first.close();
    first.close();
    RunFolder.open(parent).close();
  }

  @Test
  void a_file_is_no_folder() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    assertThatThrownBy(() -> RunFolder.open(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a run folder must be a folder, but " + file + " is a file; give another path");
    assertThatThrownBy(() -> RunFolder.open(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("folder");
  }
}
