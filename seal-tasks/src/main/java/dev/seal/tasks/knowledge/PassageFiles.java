package dev.seal.tasks.knowledge;

import dev.seal.api.Passage;
import dev.seal.tasks.internal.JsonReading;
import dev.seal.tasks.internal.PassageJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads files of passages with their questions. */
public final class PassageFiles {

  private PassageFiles() {}

  /**
   * Reads a JSON file in UTF-8. Its form is recognized by its content:
   *
   * <ul>
   *   <li>SEAL: an array {@code [{title, context, questions: [{question, answer}]}]}. Everything is
   *       taken as it stands.
   *   <li>SQuAD 1.1 or 2.0: an object {@code {data: [{title, paragraphs: [{context, qas:
   *       [{question, is_impossible, answers: [{text}]}]}]}]}}. One passage is made of each
   *       paragraph; underscores in titles become spaces; unanswerable questions are left out; of
   *       several answers the distinct ones are kept in their order, the first as the reference
   *       answer.
   * </ul>
   *
   * <p>Titles and lists may be empty, but not missing; other texts must not be blank. Fields that
   * are not named here are passed over. Questions that occur twice in a passage are kept twice.
   *
   * @param file the file
   * @return the passages in the file's order, unmodifiable
   * @throws dev.seal.api.DataFormatException if the file is not such JSON; the message names the
   *     file and the place in it as a JSON path
   * @throws UncheckedIOException if the file cannot be read
   */
  public static List<Passage> load(Path file) {
    try (JsonReading json = new JsonReading(Files.newBufferedReader(file), file.toString())) {
      return new PassageJson(json).document();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read passages from " + file + ": " + e, e);
    }
  }
}
