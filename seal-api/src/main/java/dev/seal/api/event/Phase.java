package dev.seal.api.event;

import java.util.Locale;

/** The phases of the inner loop, in their order, and then those of the outer loop. */
public enum Phase {
  /** The model writes questions for inputs that have none. */
  QUESTION,
  /** The model writes self-edits. */
  WRITE,
  /** Adapters are trained on them. */
  TRAIN,
  /** The frozen model and each adapter answer the questions. */
  ANSWER,
  /** A model that is the judge reads the answers. */
  JUDGE,
  /** Self-edits are rated by a model, in the place of training and answering. */
  RATE,
  /** Answers are marked and the best candidate is chosen. */
  GRADE,
  /** The model is fine-tuned on its best self-edits. */
  FINE_TUNE,
  /** What was learned is merged into the weights. */
  MERGE;

  /**
   * The phase in words, for progress and reports.
   *
   * @return lower-case words joined by hyphens, such as {@code fine-tune}
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
