package dev.seal.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Writes a file whole or not at all. */
final class WholeFile {

  private WholeFile() {}

  static void write(Path file, String text) {
    Path target = file.toAbsolutePath();
    try {
      Path name = target.getFileName();
      Path folder = target.getParent();
      if (name == null || folder == null || Files.isDirectory(target)) {
        throw new IOException("it is a folder");
      }
      Files.createDirectories(folder);
      // Not Files.createTempFile: its files are for their owner's eyes only, and stay so when
      // moved.
      Path temporary = target.resolveSibling(name + "." + UUID.randomUUID() + ".tmp");
      try {
        Files.writeString(temporary, text, StandardOpenOption.CREATE_NEW);
        Files.move(
            temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the report cannot be written to " + file + " (" + e + "); choose a file that can be", e);
    }
  }
}
