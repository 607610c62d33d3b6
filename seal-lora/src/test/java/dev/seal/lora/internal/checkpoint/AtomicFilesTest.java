package dev.seal.lora.internal.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  @TempDir Path folder;

  private static void write(Path target, String text) throws IOException {
    AtomicFiles.write(target, out -> out.write(text.getBytes(UTF_8)));
  }

  @Test
  void a_write_inside_another_one_does_not_mix_with_it() throws IOException {
    Path target = folder.resolve("file");
    AtomicFiles.write(
        target,
        out -> {
          out.write("outer ".getBytes(UTF_8));
          out.flush();
          write(target, "inner");
          assertThat(target).hasContent("inner");
          out.write("whole".getBytes(UTF_8));
        });
    assertThat(target).hasContent("outer whole");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void threads_that_write_one_file_leave_the_bytes_of_one_of_them() throws IOException {
    Path target = folder.resolve("file");
    IntStream.range(0, 64)
        .parallel()
        .forEach(
            i -> {
              byte[] bytes = new byte[200_000];
              Arrays.fill(bytes, (byte) i);
              try {
                AtomicFiles.write(target, out -> out.write(bytes));
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    byte[] read = Files.readAllBytes(target);
    byte[] expected = new byte[200_000];
    Arrays.fill(expected, read[0]);
    assertThat(read).isEqualTo(expected);
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  void a_failure_leaves_the_old_file_and_nothing_else() throws IOException {
    Path target = folder.resolve("file");
    write(target, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    target,
                    out -> {
                      out.write(1);
                      throw new IOException("disk full");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(target).hasContent("old");
    assertThat(folder.toFile().list()).containsExactly("file");
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void a_file_may_be_read_by_whom_any_new_file_may() throws IOException {
    Path target = folder.resolve("file");
    write(target, "text");
    Path plain = Files.writeString(folder.resolve("plain"), "text");
    assertThat(Files.getPosixFilePermissions(target))
        .isEqualTo(Files.getPosixFilePermissions(plain));
  }
}
