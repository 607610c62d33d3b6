package dev.seal.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that runs {@link Proof} into a folder, watched by its events. Beside the folder lie its
 * events, its output and its errors; a later process on the same folder appends to them.
 */
final class ProofProcess implements AutoCloseable {

  private static final int KILLED = 137;
  private static final long PAUSE_NANOS = 200_000;
  private static final int LONGEST_STOP_SECONDS = 120;

  private final Process process;
  private final EventTail events;
  private final Path errors;
  private final long errorsBefore;
  private String last = "";

  private ProofProcess(Process process, EventTail events, Path errors, long errorsBefore) {
    this.process = process;
    this.events = events;
    this.errors = errors;
    this.errorsBefore = errorsBefore;
  }

  /** Starts it; whoever did closes it. */
  static ProofProcess start(Path folder, List<String> options) {
    Path eventFile = beside(folder, "events");
    Path errors = beside(folder, "errors");
    List<String> args = new ArrayList<>(options);
    args.addAll(List.of("--out", folder.toString(), "--events", eventFile.toString()));
    try {
      long errorsBefore = Files.exists(errors) ? Files.size(errors) : 0;
      EventTail events = new EventTail(eventFile);
      Process process =
          new ProcessBuilder(ChildProgram.commandLine(Proof.class, args))
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectOutput(ProcessBuilder.Redirect.appendTo(beside(folder, "output").toFile()))
              .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()))
              .start();
      return new ProofProcess(process, events, errors, errorsBefore);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run Proof: " + e, e);
    }
  }

  private static Path beside(Path folder, String what) {
    return folder.resolveSibling(folder.getFileName() + "-" + what + ".txt");
  }

  /**
   * Waits until it has been at a moment for some time without going on.
   *
   * @param pass how often the moment is let pass before
   * @return false if it ended before
   */
  boolean reach(KillMoment moment, int pass, long nanos) {
    int left = pass;
    boolean there = false;
    long since = 0;
    while (process.isAlive()) {
      for (String line : events.next()) {
        last = line;
        there = KillMoment.of(line) == moment && left-- <= 0;
        since = System.nanoTime();
      }
      if (there && System.nanoTime() - since >= nanos) {
        return true;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return false;
  }

  /**
   * Waits until it has ended by itself.
   *
   * @return how long each moment took, in nanoseconds
   */
  Map<KillMoment, List<Long>> watch() {
    Map<KillMoment, List<Long>> times = new EnumMap<>(KillMoment.class);
    long since = System.nanoTime();
    while (process.isAlive()) {
      for (String line : events.next()) {
        long now = System.nanoTime();
        times.computeIfAbsent(KillMoment.of(last), moment -> new ArrayList<>()).add(now - since);
        last = line;
        since = now;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    return times;
  }

  /**
   * Kills it, as nothing can prevent.
   *
   * @return whether it died of that, and had not ended before
   */
  boolean kill() {
    process.destroyForcibly();
    return exitCode() == KILLED;
  }

  /** Where it was when it was last heard of. */
  KillMoment moment() {
    for (String line : events.next()) {
      last = line;
    }
    return KillMoment.of(last);
  }

  /**
   * Tells it to stop, as Ctrl-C does.
   *
   * @return whether it ended soon
   */
  boolean interrupt() {
    try {
      int sent = new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      return sent == 0 && process.waitFor(LONGEST_STOP_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run kill: " + e, e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits until it has ended. */
  int exitCode() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** What it said on standard error. */
  String errors() {
    try {
      String all = Files.readString(errors);
      return all.substring((int) Math.min(errorsBefore, all.length()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + errors + ": " + e, e);
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while waiting for Proof", e);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    exitCode();
  }
}
