package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that says which steps are done. It ends with a whole line, whatever happens. */
final class JournalFile implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);

  // Not a FileChannel, which an interrupt of the thread closes in the middle of a line.
  private final RandomAccessFile file;
  private final Map<String, JournalLine> bySteps = new HashMap<>();
  private @Nullable JournalLine last;
  private long length;

  private JournalFile(RandomAccessFile file, JournalReading.Intact intact) {
    this.file = file;
    this.length = intact.length();
    for (JournalLine line : intact.lines()) {
      bySteps.put(line.step(), line);
      last = line;
    }
  }

  /** Reads and checks the file, which is made if it is not there; cuts back a torn last line. */
  static JournalFile open(Path path) throws IOException {
    byte[] bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
    JournalReading.Intact intact = JournalReading.read(path.toString(), bytes);
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    try {
      if (intact.length() < bytes.length) {
        LOG.warn(
            "{}: line {} was torn when an earlier run ended; its {} bytes are cut off, and its step"
                + " is done again",
            path,
            intact.lines().size() + 1,
            bytes.length - intact.length());
        file.setLength(intact.length());
      }
      file.getFD().sync();
      return new JournalFile(file, intact);
    } catch (IOException | RuntimeException | Error failure) {
      file.close();
      throw failure;
    }
  }

  /** The line of a step, or null if it is not done. */
  @Nullable JournalLine find(String step) {
    return bySteps.get(step);
  }

  int size() {
    return bySteps.size();
  }

  /** Records a step; where that fails, the file is as long as before. */
  void append(String step, String object, Duration spent) throws IOException {
    JournalLine line = JournalLine.after(last, step, object, spent.toMillis());
    byte[] bytes = (line.text() + "\n").getBytes(ISO_8859_1);
    try {
      cutBack(); // where an earlier failure could not
      file.seek(length);
      file.write(bytes);
      file.getFD().sync();
    } catch (IOException failure) {
      try {
        cutBack();
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
    length += bytes.length;
    last = line;
    bySteps.put(step, line);
  }

  private void cutBack() throws IOException {
    if (file.length() != length) {
      file.setLength(length);
      file.getFD().sync();
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
