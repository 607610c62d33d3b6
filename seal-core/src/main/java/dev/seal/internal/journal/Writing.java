package dev.seal.internal.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Failures of the disk, told so that the reader knows what is lost and what to do. */
final class Writing {

  private Writing() {}

  interface Action<R> {
    R run() throws IOException;
  }

  /**
   * What to throw where a run folder cannot be written.
   *
   * @param what what was to be written
   * @param steps how many steps are safe
   */
  static UncheckedIOException failed(String what, Path folder, int steps, IOException cause) {
    return new UncheckedIOException(
        "cannot write "
            + what
            + " into run folder "
            + folder
            + ": "
            + words(cause)
            + "; "
            + (steps == 1 ? "1 step is" : steps + " steps are")
            + " safe there; free space on its disk, or mend what is named here, and run the same"
            + " command again",
        cause);
  }

  /** The system's words, without the paths around them where they can be told apart. */
  static String words(IOException e) {
    if (e instanceof FileSystemException named && named.getReason() != null) {
      return named.getReason();
    }
    return e instanceof FileSystemException || e.getMessage() == null
        ? e.toString()
        : e.getMessage();
  }
}
