package dev.seal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The lines that another process appends to a file, from now on. */
final class EventTail {

  private final Path file;
  private long read;

  EventTail(Path file) {
    this.file = file;
    this.read = size();
  }

  /** The whole lines that came since the last call. */
  List<String> next() {
    long size = size();
    if (size == read) {
      return List.of();
    }
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "r")) {
      byte[] bytes = new byte[(int) (size - read)];
      open.seek(read);
      open.readFully(bytes);
      String text = new String(bytes, UTF_8); // ASCII, so that characters are bytes
      int whole = text.lastIndexOf('\n') + 1;
      read += whole;
      return text.substring(0, whole).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  private long size() {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }
}
