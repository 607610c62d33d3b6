package dev.seal.api.model;

import org.jspecify.annotations.Nullable;

/**
 * A prompt whose tokens' probabilities are asked for.
 *
 * @param prompt the prompt, at least one token
 * @param adapter whose changes apply, or null for the model as it is
 * @param nextTokenLogits whether the logits of the token after the prompt are wanted too
 */
public record LikelihoodRequest(Prompt prompt, @Nullable Adapter adapter, boolean nextTokenLogits) {

  /**
   * A request to the model as it is, without the logits of the next token.
   *
   * @param prompt the prompt, at least one token
   */
  public LikelihoodRequest(Prompt prompt) {
    this(prompt, null, false);
  }
}
