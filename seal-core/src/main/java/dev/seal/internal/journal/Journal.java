package dev.seal.internal.journal;

import static java.util.Objects.requireNonNull;

import com.google.common.base.Stopwatch;
import dev.seal.api.model.Adapter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps that are recorded in a folder. A step is done once its line is on the disk, after its
 * result; until then it never happened. The files are described in {@link dev.seal.RunFolder}.
 */
public final class Journal implements Steps {

  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final String SETTINGS = "settings.json";
  private static final String LINES = "journal.jsonl";
  private static final String OBJECTS = "objects";
  private static final String ADAPTERS = "adapters";
  private static final String TEMPORARIES = "tmp";
  private static final Set<String> OWN_NAMES =
      Set.of(SETTINGS, LINES, OBJECTS, ADAPTERS, TEMPORARIES, Lock.FILE, ".", "..", "");

  private final Path folder;
  private final Lock lock;
  private final AtomicFiles files;
  private final JournalFile lines;
  private final SettingsFile settings;
  private final ObjectStore objects;
  private final AdapterStore adapters;
  private final StepNames names = new StepNames();
  private boolean closed;

  private Journal(Path folder, Lock lock) throws IOException {
    this.folder = folder;
    this.lock = lock;
    this.files = new AtomicFiles(folder.resolve(TEMPORARIES));
    files.begin();
    this.objects = new ObjectStore(Files.createDirectories(folder.resolve(OBJECTS)), files);
    this.adapters = new AdapterStore(Files.createDirectories(folder.resolve(ADAPTERS)), files);
    this.lines = JournalFile.open(folder.resolve(LINES));
    try {
      this.settings = new SettingsFile(folder.resolve(SETTINGS), files, lines.size() > 0);
      AtomicFiles.syncFolder(folder);
    } catch (IOException | RuntimeException | Error failure) {
      lines.close();
      throw failure;
    }
  }

  /**
   * Opens a run folder, which is made if it is not there.
   *
   * @throws IllegalArgumentException if the path is a file
   * @throws IllegalStateException if another run has the folder open
   * @throws dev.seal.api.DataFormatException if the journal or the settings are damaged
   * @throws UncheckedIOException if the folder cannot be read or written
   */
  public static Journal open(Path folder) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "a run folder must be a folder, but " + folder + " is a file; give another path");
    }
    try {
      Path absolute = Files.createDirectories(folder).toAbsolutePath();
      if (absolute.getParent() != null) {
        AtomicFiles.syncFolder(absolute.getParent());
      }
      Lock lock = Lock.take(folder);
      try {
        Journal journal = new Journal(folder, lock);
        LOG.info("run folder {}: {} steps are done", folder, journal.size());
        return journal;
      } catch (IOException | RuntimeException | Error failure) {
        lock.close();
        throw failure;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot open run folder "
              + folder
              + ": "
              + Writing.words(e)
              + "; see that it can be read and written and its disk is not full, or choose another"
              + " folder",
          e);
    }
  }

  /** The folder, as it was given. */
  public Path folder() {
    return folder;
  }

  @Override
  public <R extends Record> R step(String name, Class<R> type, Supplier<R> work) {
    requireOpen();
    requireNonNull(type, "type");
    requireNonNull(work, "work");
    return names.once(
        name,
        () -> {
          ResultJson.requireSupported(name, type);
          if (lines.find(name) == null) {
            record(name, work);
          }
          return read(name, type);
        });
  }

  @Override
  public void retry(String path) {
    names.retry(path);
  }

  @Override
  public boolean has(String name) {
    return lines.find(requireNonNull(name, "name")) != null;
  }

  @Override
  public int size() {
    return lines.size();
  }

  @Override
  public Duration spent(String name) {
    JournalLine line = lines.find(requireNonNull(name, "name"));
    if (line == null) {
      throw StepNames.notDone(name);
    }
    return Duration.ofMillis(line.millis());
  }

  @Override
  public void claim(String part, Map<String, String> values) {
    requireOpen();
    requireNonNull(part, "part");
    Map<String, String> claimed = Map.copyOf(values);
    write(
        "the settings of " + part,
        () -> {
          settings.claim(part, claimed);
          return part;
        });
  }

  @Override
  public String storeAdapter(Adapter adapter) {
    requireOpen();
    requireNonNull(adapter, "adapter");
    return write("an adapter", () -> adapters.store(adapter));
  }

  @Override
  public Path adapter(String hash) {
    requireOpen();
    requireNonNull(hash, "hash");
    try {
      return adapters.folder(hash);
    } catch (IOException e) {
      throw unreadable("adapter " + hash, e);
    }
  }

  @Override
  public void write(String fileName, byte[] content) {
    requireOpen();
    if (OWN_NAMES.contains(fileName)
        || !Path.of(fileName).equals(Path.of(fileName).getFileName())) {
      throw new IllegalArgumentException(
          "a file of a run must have a plain name that is not one of the folder's own, but this is"
              + " \""
              + fileName
              + "\"; name it such as results.json");
    }
    write(
        fileName,
        () -> {
          files.write(folder.resolve(fileName), content);
          return fileName;
        });
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (lock;
        lines) {
      files.end();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot close run folder "
              + folder
              + ": "
              + Writing.words(e)
              + "; what was recorded is"
              + " safe, so run the same command again",
          e);
    }
  }

  private <R extends Record> void record(String name, Supplier<R> work) {
    Stopwatch time = Stopwatch.createStarted();
    R result = requireNonNull(work.get(), () -> "result of step " + name);
    Duration spent = time.elapsed();
    requireOpen();
    byte[] json = ResultJson.write(name, result);
    write(
        "the result of step \"" + name + "\"",
        () -> {
          lines.append(name, objects.write(json), spent);
          return name;
        });
  }

  private <R extends Record> R read(String name, Class<R> type) {
    try {
      return objects.read(requireNonNull(lines.find(name)), type);
    } catch (IOException e) {
      throw unreadable("the result of step \"" + name + "\"", e);
    }
  }

  private <R> R write(String what, Writing.Action<R> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw Writing.failed(what, folder, lines.size(), e);
    } catch (UncheckedIOException e) { // an adapter's own
      throw Writing.failed(what, folder, lines.size(), requireNonNull(e.getCause()));
    }
  }

  private UncheckedIOException unreadable(String what, IOException e) {
    return new UncheckedIOException(
        "cannot read "
            + what
            + " in run folder "
            + folder
            + ": "
            + Writing.words(e)
            + "; see that the disk is there and readable, and run the same command again",
        e);
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException(
          "run folder " + folder + " is closed; open it again, or close it after its last use");
    }
  }
}
