package dev.seal;

import dev.seal.api.Selection;
import dev.seal.api.Trial;

/**
 * What a self-edit is worth (paper, section 3.1). The candidate with the highest reward is the best
 * one. Implementations are pure and safe for use by several threads.
 */
@FunctionalInterface
public interface Reward {

  /**
   * The reward of one candidate.
   *
   * @param trial how questions were answered with its adapter and without, and what it cost
   * @return a finite number; more is better
   */
  double reward(Trial trial);

  /**
   * The name in settings and reports.
   *
   * @return {@code custom}, unless overridden
   */
  default String name() {
    return "custom";
  }

  /**
   * The adapted mean mark, from 0 to 1, which the paper's code uses.
   *
   * @return the reward {@code accuracy}
   */
  static Reward meanAccuracy() {
    return BuiltInReward.ACCURACY;
  }

  /**
   * The adapted mean mark less the frozen mean mark, from -1 to 1. The default. It ranks the
   * candidates of an input as {@link #meanAccuracy()} does.
   *
   * @return the reward {@code gain}
   */
  static Reward gain() {
    return BuiltInReward.GAIN;
  }

  /**
   * 1 if the adapted mean mark is above the frozen one, else 0 (the paper's definition, section
   * 3.1). Many candidates tie; the seed decides among them.
   *
   * @return the reward {@code binary}
   */
  static Reward binary() {
    return BuiltInReward.BINARY;
  }

  /**
   * No training at all: a model rates each self-edit from 1 to 5 in every aspect that the task asks
   * for (length, diversity, quality and correctness in {@code Knowledge}), and the reward is the
   * sum (paper, second version, section on proxy rewards). Each rating is the expected number under
   * the rater's probabilities for its next token. The rater is the model itself unless {@link
   * SealBuilder#rater} says otherwise. For {@link Seal#improve} only, and with {@link
   * Selection#BEST}, as nothing is measured: inputs need no questions.
   *
   * @return the reward {@code proxy}
   */
  static Reward proxy() {
    return BuiltInReward.PROXY;
  }

  /**
   * This reward less a penalty for long self-edits.
   *
   * @param perToken what each token of the self-edit costs, 0 or more; the rewards here are at most
   *     1, so 0.001 takes a tenth of that from a self-edit of 100 tokens
   * @return a new reward, named for both
   * @throws IllegalArgumentException if the penalty is negative or not finite
   * @throws IllegalStateException if this is {@link #proxy()}, which rates the length by itself
   */
  default Reward withLengthPenalty(double perToken) {
    if (!(perToken >= 0 && perToken < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "the penalty per token must be a finite number >= 0, but was " + perToken);
    }
    if (this == BuiltInReward.PROXY) {
      throw new IllegalStateException(
          "the proxy reward rates the length itself and takes no penalty; use it alone, or a reward"
              + " that trains");
    }
    return new BuiltInReward(
        name() + " less " + perToken + " per token",
        trial -> reward(trial) - perToken * trial.editTokens());
  }
}
