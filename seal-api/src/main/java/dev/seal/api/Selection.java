package dev.seal.api;

import java.util.Locale;

/**
 * Which self-edits of a round the model is fine-tuned on (paper, section 3.1, ReST-EM's filter).
 */
public enum Selection {

  /** The best candidate of each input, whatever it is worth: the paper's code for knowledge. */
  BEST,

  /** The best candidate of each input, where its mean mark is above the frozen model's. */
  BEST_WITH_GAIN,

  /** All candidates whose mean mark is above the frozen model's: the paper's definition. */
  ALL_ABOVE_FROZEN,

  /**
   * All candidates whose every answer is right, whatever the model knew: the paper's for puzzles.
   */
  ALL_CORRECT;

  /** The name in settings and reports, such as {@code best-with-gain}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
