package dev.seal.api.model;

import java.nio.file.Path;

/**
 * Low-rank changes to one model's weights, in native memory. Owned by whoever asked for it, who
 * closes it; closing its model closes it too. Safe for use by several threads.
 */
public interface Adapter extends AutoCloseable {

  /**
   * The adapter's shape.
   *
   * @return the shape
   */
  LoraSpec spec();

  /**
   * The number of trained values.
   *
   * @return {@code rank * (in + out)} summed over the adapted matrices
   */
  long parameters();

  /**
   * The fingerprint of the model it belongs to, as in {@link ModelInfo#fingerprint()}.
   *
   * @return the fingerprint
   */
  String baseFingerprint();

  /**
   * Writes {@code adapter_config.json} and {@code adapter_model.safetensors} as Hugging Face PEFT
   * does, so that PEFT opens them. Values are written in F32, whatever they were read from. Files
   * of those names in the folder are replaced, each in one move.
   *
   * @param folder where to; made if it is not there
   * @throws java.io.UncheckedIOException if it cannot be written
   * @throws IllegalStateException if the adapter is closed
   */
  void save(Path folder);

  /**
   * Whether {@link #close()} was called, on it or on its model.
   *
   * @return true if so
   */
  boolean isClosed();

  /** Frees the native memory. Closing again does nothing. */
  @Override
  void close();
}
