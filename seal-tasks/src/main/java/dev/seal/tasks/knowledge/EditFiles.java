package dev.seal.tasks.knowledge;

import dev.seal.tasks.internal.JsonReading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads files of self-edits by an outside author. */
public final class EditFiles {

  private EditFiles() {}

  /**
   * Reads a JSON file in UTF-8. Its form is recognized by its content:
   *
   * <ul>
   *   <li>By title: an object {@code {title: [line]}}, or such objects in parts, {@code {part:
   *       {title: [line]}}}. Each title has one edit, its lines joined by line breaks; it holds for
   *       every passage of that title. The parts' names do not matter, and no title may stand in
   *       two of them.
   *   <li>By passage, as the paper's files are: an array {@code [{title, context, completions:
   *       [text]}]}. Each passage has one edit per completion and is known by title and context.
   * </ul>
   *
   * <p>Texts are taken as they stand; blank edits are kept, and a task will find them unusable.
   * Lists of lines and completions must not be empty. Fields that are not named here are passed
   * over.
   *
   * @param file the file
   * @return the edits
   * @throws dev.seal.api.DataFormatException if the file is not such JSON, or has a passage twice;
   *     the message names the file and the place in it as a JSON path
   * @throws UncheckedIOException if the file cannot be read
   */
  public static GivenEdits load(Path file) {
    String source = file.toString();
    try (JsonReading json = new JsonReading(Files.newBufferedReader(file), source)) {
      return new EditJson(json).document(source);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read edits from " + file + ": " + e, e);
    }
  }
}
