package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodeTest {

  @TempDir private Path folder;

  @Test
  void refuses_what_cannot_be_measured() throws IOException {
    String file = Files.writeString(folder.resolve("model.gguf"), "GGUF").toString();

    assertThat(Run.of(new Decode(), file, "--rows", "0").err())
        .contains("must be >= 1 and --tokens >= 2, but they were [0], 3 and 32");
    assertThat(Run.of(new Decode(), file, "--tokens", "1").err())
        .contains("but they were [1, 8, 32], 3 and 1");
    assertThat(Run.of(new Decode(), file, "--only", "seal").err())
        .contains("--only needs one number of rows, but --rows was [1, 8, 32]");
    Run missing = Run.of(new Decode(), folder.resolve("none.gguf").toString());
    assertThat(missing.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(missing.err()).contains("there is no file " + folder.resolve("none.gguf"));
  }

  @Test
  void a_side_that_fails_is_named_with_what_it_said() throws IOException {
    Path file = Files.writeString(folder.resolve("model.gguf"), "no GGUF");

    Run run = Run.of(new Decode(), file.toString(), "--rows", "1");

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err())
        .startsWith("our own Decode ended with exit code 2")
        .contains(file.toString());
  }

  @Test
  void a_sides_line_is_read_as_it_was_written() {
    DecodeFigures figures = new DecodeFigures(new Spread(1, 2, 3), new Spread(10, 20.5, 30));

    assertThat(DecodeFigures.parse(figures.figures().line(), "seal's last line"))
        .isEqualTo(figures);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DecodeFigures.parse("{}", "seal's last line"))
        .withMessage("seal's last line must have \"prompt_s\" and \"tok_per_s\", but is {}");
  }
}
