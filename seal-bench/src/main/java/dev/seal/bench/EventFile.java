package dev.seal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.SealListener;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each phase that begins or ends, such as {@code started TRAIN}, for another
 * process to watch: each is in the file before the work goes on.
 */
final class EventFile implements SealListener, AutoCloseable {

  static final String STARTED = "started ";
  static final String FINISHED = "finished ";

  private final String name;
  private final OutputStream out;

  private EventFile(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  /**
   * Appends to a file, or does nothing where it is null.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  static EventFile to(@Nullable Path file) {
    if (file == null) {
      return new EventFile("no file", OutputStream.nullOutputStream());
    }
    try {
      return new EventFile(
          file.toString(),
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e + "; give another file", e);
    }
  }

  @Override
  public void phaseStarted(PhaseStarted event) {
    started(event.phase().name());
  }

  @Override
  public void phaseFinished(PhaseFinished event) {
    finished(event.phase().name());
  }

  void started(String what) {
    write(STARTED + what);
  }

  void finished(String what) {
    write(FINISHED + what);
  }

  private void write(String line) {
    try {
      out.write((line + '\n').getBytes(UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write to " + name + ": " + e + "; run the same command again to go on", e);
    }
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + name + ": " + e, e);
    }
  }
}
