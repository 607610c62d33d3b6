package dev.seal.lora;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Where the real models of the tests are. */
public final class RealModels {

  /** For the reason of a test that is left out. */
  public static final String HOW =
      "SmolLM2 is not here: run scripts/fetch-smollm2.sh, or set -Dseal.smollm2 or SEAL_SMOLLM2 to"
          + " the file";

  private RealModels() {}

  /**
   * SmolLM2-135M-Instruct as GGUF: where the property or the variable says, or where the script
   * leaves it.
   */
  public static Optional<Path> smolLm2() {
    String property = System.getProperty("seal.smollm2", System.getenv("SEAL_SMOLLM2"));
    if (property != null && !property.isBlank()) {
      Path path = Path.of(property);
      if (!Files.isRegularFile(path)) {
        throw new IllegalStateException(
            "seal.smollm2 or SEAL_SMOLLM2 names " + path + ", which is not a file");
      }
      return Optional.of(path);
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return Optional.of(folder.resolve("seal/SmolLM2-135M-Instruct.Q4_1.gguf"))
        .filter(Files::isRegularFile);
  }

  /** For {@code @EnabledIf("dev.seal.lora.RealModels#smolLm2IsHere")}. */
  public static boolean smolLm2IsHere() {
    if (smolLm2().isEmpty()) {
      System.err.println(HOW);
      return false;
    }
    return true;
  }
}
