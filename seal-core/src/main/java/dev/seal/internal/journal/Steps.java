package dev.seal.internal.journal;

import dev.seal.api.model.Adapter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The named steps of a run, in the order in which the program asks for them. Not safe for use by
 * several threads.
 *
 * <p>A name is a path such as {@code own-edits/group-3/write}, of printable ASCII, and belongs to
 * one step. A step must be deterministic: it depends on the settings that were claimed and on the
 * results of earlier steps, and on nothing else.
 *
 * <p>A result is a record of strings, numbers, booleans, enums, lists and further records; what may
 * be missing is a nullable field, not an Optional.
 */
public interface Steps extends AutoCloseable {

  /**
   * The result of a step: what was recorded, without work, or else what the work gives.
   *
   * @param name its name
   * @param type the record that the result is
   * @param work does the step; run at most once
   * @return the result, equal to the bit whether it was done now or by an earlier process
   * @throws IllegalStateException if this process had the step's result already, or this is closed
   * @throws IllegalArgumentException if the name or the type will not do, or the result holds a
   *     number that is not finite; nothing is recorded then
   * @throws dev.seal.api.DataFormatException if what was recorded is damaged, or is no such record
   * @throws java.io.UncheckedIOException if the result cannot be written; the step can be asked for
   *     again
   */
  <R extends Record> R step(String name, Class<R> type, Supplier<R> work);

  /**
   * Lets the steps under a path be asked for again, after what asked for them failed.
   *
   * @param path what stands in front of their names, without the slash behind it
   */
  void retry(String path);

  /** Whether the step of this name is done, by this process or an earlier one. */
  boolean has(String name);

  /** How many steps are done. */
  int size();

  /**
   * How long the work of a step took, in whichever process did it.
   *
   * @throws IllegalStateException if it is not done yet
   */
  Duration spent(String name);

  /**
   * Says with what settings a part of the run is done. To be called for at least one part before
   * the first step.
   *
   * @throws IllegalStateException if the folder's results were made with other settings
   * @throws dev.seal.api.DataFormatException if the settings recorded there are damaged or missing
   * @throws java.io.UncheckedIOException if they cannot be written
   */
  void claim(String part, Map<String, String> settings);

  /**
   * Keeps an adapter's files. The adapter stays with its owner.
   *
   * @return the SHA-256 of its files, which names it
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  String storeAdapter(Adapter adapter);

  /**
   * The folder of an adapter that was kept; not to be changed.
   *
   * @throws dev.seal.api.DataFormatException if it is missing or damaged
   */
  Path adapter(String hash);

  /**
   * Writes a file of the run, such as its results, whole or not at all; one that is there already
   * is replaced.
   *
   * @param fileName a plain name that is not one of the folder's own
   * @throws java.io.UncheckedIOException if it cannot be written
   */
  void write(String fileName, byte[] content);

  /** Ends the recording. Closing again does nothing. */
  @Override
  void close();

  /**
   * Steps that are done and not recorded: results are as the work gave them, claims and files go
   * nowhere, and adapters lie in a temporary folder until this is closed.
   */
  static Steps none() {
    return new Unrecorded();
  }
}
