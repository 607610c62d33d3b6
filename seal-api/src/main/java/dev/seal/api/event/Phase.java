package dev.seal.api.event;

/** The phases of the inner loop, in their order. */
public enum Phase {
  /** The model writes self-edits. */
  WRITE,
  /** Adapters are trained on them. */
  TRAIN,
  /** The frozen model and each adapter answer the questions. */
  ANSWER,
  /** Answers are marked and the best candidate is chosen. */
  GRADE
}
