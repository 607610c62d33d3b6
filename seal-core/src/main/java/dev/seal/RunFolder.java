package dev.seal;

import static java.util.Objects.requireNonNull;

import dev.seal.internal.journal.Journal;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folder of a long run, which survives being killed at any moment. A run is a sequence of
 * steps; each step's result is recorded here when it is done. Where the same program is started
 * again on the folder, with the same settings, the steps that are recorded give their results
 * without work, and the first one that is missing is done again: the run ends with the same
 * results, to the bit, as one that was never stopped.
 *
 * <p>What lies in the folder:
 *
 * <ul>
 *   <li>{@code settings.json}: what the results were made with. A run with other settings is
 *       refused.
 *   <li>{@code journal.jsonl}: a line per step that is done: its name, how many milliseconds it
 *       took, and the SHA-256 of its result, of the line before, and of this line.
 *   <li>{@code objects/<sha256>.json}: the results, named by their bytes.
 *   <li>{@code adapters/<sha256>/}: adapters that later steps need, as Hugging Face PEFT folders,
 *       named by their files.
 *   <li>{@code lock}: the process that holds the folder, or the last one that did.
 *   <li>{@code tmp}: files that are not complete yet; gone when the folder is closed.
 * </ul>
 *
 * <p>These are not to be edited: a change is noticed and refused, by file and line. A last line
 * that a killed process left incomplete is cut off with a warning. The folder may be copied or
 * moved while no run holds it, and other files beside these do no harm.
 *
 * <p>For one process at a time, and not safe for use by several threads. Owned by whoever opened
 * it, who closes it after the run.
 */
public final class RunFolder implements AutoCloseable {

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9-]+");

  private final Journal journal;
  private final Set<String> parts = new HashSet<>();

  private RunFolder(Journal journal) {
    this.journal = journal;
  }

  /**
   * Opens a folder for a new run, or to go on with one that was stopped. Reads and checks which
   * steps are done, and keeps other processes out until it is closed or this process ends.
   *
   * @param folder where; made if it is not there
   * @return the open folder, owned by the caller
   * @throws IllegalArgumentException if the path is a file
   * @throws IllegalStateException if another run has the folder open, in this process or another
   * @throws dev.seal.api.DataFormatException if the journal or the settings there are damaged
   * @throws java.io.UncheckedIOException if the folder cannot be made, read or written
   */
  public static RunFolder open(Path folder) {
    return new RunFolder(Journal.open(requireNonNull(folder, "folder")));
  }

  /**
   * Where it is.
   *
   * @return the path that it was opened with
   */
  public Path path() {
    return journal.folder();
  }

  /**
   * Writes a file beside the record, such as a report, whole or not at all; one that is there
   * already is replaced.
   *
   * @param fileName a plain name that is not one of the folder's own
   * @param content its bytes
   * @throws IllegalArgumentException if the name will not do
   * @throws IllegalStateException if the folder is closed
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  public void write(String fileName, byte[] content) {
    journal.write(fileName, content);
  }

  /** Gives a part of the folder to a Seal, once. */
  void take(String part) {
    if (!PART.matcher(part).matches()) {
      throw new IllegalArgumentException(
          "a part of a run folder is named by letters, digits and hyphens, but was \""
              + part
              + '"');
    }
    if (!parts.add(part)) {
      throw new IllegalStateException(
          "the part \""
              + part
              + "\" of the run folder "
              + path()
              + " belongs to another Seal already; give each Seal a part of its own, or open the"
              + " folder again");
    }
  }

  /** The record of steps, for the loops. */
  Journal journal() {
    return journal;
  }

  /**
   * Lets go of the folder. What was recorded stays. Closing again does nothing.
   *
   * @throws java.io.UncheckedIOException if temporary files cannot be deleted; the folder is
   *     released all the same
   */
  @Override
  public void close() {
    journal.close();
  }

  @Override
  public String toString() {
    return "run folder " + path() + ", " + journal.size() + " steps done";
  }
}
