package dev.seal.internal.journal;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Stopwatch;
import dev.seal.api.model.Adapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of a run without a folder. */
final class Unrecorded implements Steps {

  private static final Logger LOG = LoggerFactory.getLogger(Unrecorded.class);

  private final StepNames names = new StepNames();
  private final Map<String, Duration> spent = new HashMap<>();
  private @Nullable Path temporaries;

  @Override
  public <R extends Record> R step(String name, Class<R> type, Supplier<R> work) {
    requireNonNull(type, "type");
    requireNonNull(work, "work");
    return names.once(
        name,
        () -> {
          Stopwatch time = Stopwatch.createStarted();
          R result = requireNonNull(work.get(), "result");
          spent.put(name, time.elapsed());
          return result;
        });
  }

  @Override
  public void retry(String path) {
    names.retry(path);
  }

  @Override
  public boolean has(String name) {
    return spent.containsKey(requireNonNull(name, "name"));
  }

  @Override
  public int size() {
    return spent.size();
  }

  @Override
  public Duration spent(String name) {
    Duration time = spent.get(requireNonNull(name, "name"));
    if (time == null) {
      throw StepNames.notDone(name);
    }
    return time;
  }

  @Override
  public void claim(String part, Map<String, String> settings) {}

  @Override
  public String storeAdapter(Adapter adapter) {
    requireNonNull(adapter, "adapter");
    return io("keep an adapter", () -> adapters().store(adapter));
  }

  @Override
  public Path adapter(String hash) {
    return io("read adapter " + hash, () -> adapters().folder(hash));
  }

  @Override
  public void write(String fileName, byte[] content) {}

  @Override
  public void close() {
    Path folder = temporaries;
    if (folder != null) {
      temporaries = null;
      try {
        AtomicFiles.delete(folder);
      } catch (IOException e) { // what was computed is worth more
        LOG.warn("cannot delete the temporary folder {}; delete it by hand", folder, e);
      }
    }
  }

  private AdapterStore adapters() throws IOException {
    Path folder = temporaries;
    if (folder == null) {
      folder = Files.createTempDirectory("seal-run");
      temporaries = folder;
    }
    return new AdapterStore(folder, new AtomicFiles(folder));
  }

  private <R> R io(String what, Writing.Action<R> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot "
              + what
              + " in the temporary folder "
              + temporaries
              + ": "
              + Writing.words(e)
              + "; free space there, or set java.io.tmpdir to another disk",
          e);
    }
  }
}
