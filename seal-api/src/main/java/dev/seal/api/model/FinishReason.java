package dev.seal.api.model;

/** Why a completion ended. */
public enum FinishReason {
  /** The model drew an end token, or one of the request's stop tokens. */
  END,
  /** One of the request's stop strings appeared. */
  STOP,
  /** The request's number of tokens, or the model's window, was used up. */
  LENGTH,
  /** The adapter makes the logits overflow, so that there is nothing to draw from. */
  DIVERGED
}
