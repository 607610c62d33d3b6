package dev.seal.api.model;

import org.jspecify.annotations.Nullable;

/**
 * One completion to be drawn.
 *
 * @param prompt what to continue
 * @param sampling how to draw
 * @param seed what the draws depend on, with the position of the token and nothing else; without
 *     effect where sampling is greedy
 * @param adapter whose changes apply, or null for the model as it is
 */
public record GenerationRequest(
    Prompt prompt, Sampling sampling, long seed, @Nullable Adapter adapter) {

  /**
   * A request to the model as it is, with seed 0.
   *
   * @param prompt what to continue
   * @param sampling how to draw
   */
  public GenerationRequest(Prompt prompt, Sampling sampling) {
    this(prompt, sampling, 0, null);
  }
}
