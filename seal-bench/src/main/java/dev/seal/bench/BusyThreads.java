package dev.seal.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Counts the threads that compute for the calling one, by the processor time that they take
 * (Linux): itself, the engine's lanes, and libtorch's workers, which bear the name of the thread
 * that started them.
 */
final class BusyThreads {

  private static final Path TASKS = Path.of("/proc/self/task");
  private static final String LANES = "seal-lane";
  private static final Path OWN_NAME = Path.of("/proc/thread-self/comm");

  /**
   * A worker waits where an operation is too small to be shared, and a lane for longer ones, so it
   * takes less than the first.
   */
  private static final double SHARE = 0.2;

  private final Map<String, Long> before = nanoseconds();

  /**
   * How many threads took at least a fifth of the busiest one's processor time since this was made;
   * empty where the system does not say.
   */
  OptionalInt count() {
    Map<String, Long> after = nanoseconds();
    after.replaceAll((task, time) -> time - before.getOrDefault(task, 0L));
    long most = after.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return most == 0
        ? OptionalInt.empty()
        : OptionalInt.of(
            (int) after.values().stream().filter(time -> time >= SHARE * most).count());
  }

  private static Map<String, Long> nanoseconds() {
    Map<String, Long> times = new HashMap<>();
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
      String name = Files.readString(OWN_NAME);
      for (Path task : tasks) {
        nanoseconds(task, name).ifPresent(time -> times.put(task.getFileName().toString(), time));
      }
    } catch (IOException notLinux) {
      return new HashMap<>();
    }
    return times;
  }

  private static OptionalLong nanoseconds(Path task, String name) {
    try {
      String other = Files.readString(task.resolve("comm"));
      return other.equals(name) || other.startsWith(LANES)
          ? OptionalLong.of(
              Long.parseLong(Files.readString(task.resolve("schedstat")).split(" ", 2)[0]))
          : OptionalLong.empty();
    } catch (IOException gone) {
      // The thread ended after the folder was read.
      return OptionalLong.empty();
    }
  }
}
