package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Keeps a run folder for one process; the system lets go of it however the process ends. */
final class Lock implements AutoCloseable {

  static final String FILE = "lock";

  // Looked at before the file is opened: where a second channel on it is closed, POSIX drops the
  // whole process's lock with it.
  private static final Set<Path> HELD_HERE = Sets.newConcurrentHashSet();

  private final Path key;
  private final FileChannel channel;

  private Lock(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @throws IllegalStateException if another run holds it
   */
  static Lock take(Path folder) throws IOException {
    Path key = folder.toRealPath();
    if (!HELD_HERE.add(key)) {
      throw held(folder, "this process, " + ProcessHandle.current().pid());
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              folder.resolve(FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        throw held(folder, "process " + holder(channel));
      }
      channel.truncate(0);
      channel.write(US_ASCII.encode(String.valueOf(ProcessHandle.current().pid())), 0);
      return new Lock(key, channel);
    } catch (IOException | RuntimeException | Error failure) {
      release(key, channel, failure);
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD_HERE.remove(key);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) { // taken through another class loader
      return false;
    }
  }

  private static void release(Path key, @Nullable FileChannel channel, Throwable failure) {
    HELD_HERE.remove(key);
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
    }
  }

  private static String holder(FileChannel channel) {
    try {
      ByteBuffer digits = ByteBuffer.allocate(20);
      channel.read(digits, 0);
      return US_ASCII.decode(digits.flip()).toString();
    } catch (IOException notOnThisPlatform) {
      return "unknown";
    }
  }

  private static IllegalStateException held(Path folder, String holder) {
    return new IllegalStateException(
        "run folder "
            + folder
            + " is in use by another run ("
            + holder
            + "); wait until it has ended, or choose another folder");
  }
}
