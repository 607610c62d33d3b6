package dev.seal.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

/** Puzzles in the form of ARC's files. */
final class ArcFile {

  /** A puzzle whose rule is to exchange two colours, and one that is too large for the model. */
  static final String FITS = "small";

  static final String TOO_LONG = "large";
  static final String UNSOLVED = "open";

  private ArcFile() {}

  /** A puzzle of 2 by 2 cells, one of 20 by 20, and one without a solution. */
  static Path write(Path file) throws IOException {
    String small = "\"train\": [" + pair(2, 1, 2) + ", " + pair(2, 3, 2) + "], \"test\": [";
    String large = "\"train\": [" + pair(20, 1, 2) + ", " + pair(20, 3, 2) + "], \"test\": [";
    return Files.writeString(
        file,
        "{\"small\": {%s%s]}, \"large\": {%s%s]}, \"open\": {%s{\"input\": %s}]}}"
            .formatted(small, pair(2, 4, 2), large, pair(20, 4, 2), small, grid(2, 5)));
  }

  private static String pair(int side, int from, int to) {
    return "{\"input\": " + grid(side, from) + ", \"output\": " + grid(side, to) + "}";
  }

  private static String grid(int side, int colour) {
    return Collections.nCopies(side, Collections.nCopies(side, colour)).toString();
  }

  /** ARC's own file of that name, which is no part of the project; else the test is skipped. */
  static Path published(String name) {
    Path file = Path.of("..", "..", "shared", "data", name);
    assumeTrue(Files.exists(file), () -> "skipped, as there is no " + file.toAbsolutePath());
    return file;
  }
}
