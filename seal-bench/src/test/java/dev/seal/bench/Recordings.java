package dev.seal.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Recorded values of other modules' tests, and the real model that is no part of the project. */
final class Recordings {

  static final Path PRACTICE = Path.of("..", "examples", "src", "test", "resources", "practice");
  static final Path SMOLLM2 = Path.of("..", "seal-lora", "src", "test", "resources", "smollm2");

  /** What {@code scripts/tiny-models.sh} makes: random models of each family, with recordings. */
  static final Path TINY = Path.of("..", "seal-lora", "src", "test", "resources", "tiny");

  private Recordings() {}

  /** The file that {@code scripts/fetch-smollm2.sh} leaves; without it the test is skipped. */
  static Path smolLm2() {
    Path file =
        Optional.ofNullable(System.getenv("SEAL_SMOLLM2"))
            .map(Path::of)
            .orElseGet(
                () ->
                    Path.of(
                        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                            .orElse(System.getProperty("user.home") + "/.cache"),
                        "seal",
                        "SmolLM2-135M-Instruct.Q4_1.gguf"));
    assumeTrue(
        Files.isRegularFile(file),
        () -> "no SmolLM2 at " + file + "; run scripts/fetch-smollm2.sh, or set SEAL_SMOLLM2");
    return file;
  }
}
