package dev.seal.api.model;

/**
 * Hears of progress between the batches of a long call, and may end it: what it throws leaves the
 * call, which first frees everything it made. Called on the calling thread.
 */
@FunctionalInterface
public interface Progress {

  /** Hears nothing and never ends the call. */
  Progress NONE = (done, total) -> {};

  /**
   * Some work is done.
   *
   * @param done units done so far: optimizer steps in training, completions in generation, prompts
   *     in likelihoods
   * @param total units in all
   */
  void update(long done, long total);
}
