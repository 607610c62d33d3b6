package dev.seal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process that lies in RAM, native memory included. */
final class ResidentMemory {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ResidentMemory() {}

  /** All of it, in MiB. */
  static double mebibytes() {
    return line("VmRSS:");
  }

  /** What no file backs: heap and native allocations, but not mapped files, in MiB. */
  static double anonymousMebibytes() {
    return line("RssAnon:");
  }

  private static double line(String name) {
    try {
      String line =
          Files.readAllLines(STATUS).stream()
              .filter(each -> each.startsWith(name))
              .findFirst()
              .orElseThrow(() -> new IOException("it has no line " + name));
      String kibibytes = line.substring(name.length()).replace("kB", "").strip();
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
