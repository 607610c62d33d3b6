package dev.seal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that lies in RAM, native memory included. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String LINE = "VmRSS:";

  private ResidentMemory() {}

  /** In MiB. */
  static double mebibytes() {
    try {
      String line =
          Files.readAllLines(STATUS).stream()
              .filter(each -> each.startsWith(LINE))
              .findFirst()
              .orElseThrow(() -> new IOException("it has no line " + LINE));
      String kibibytes = line.substring(LINE.length()).replace("kB", "").strip();
      return Long.parseLong(kibibytes) / 1024.0;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "resident memory cannot be read from "
              + STATUS
              + " ("
              + e
              + "); run this command on Linux",
          e);
    }
  }
}
