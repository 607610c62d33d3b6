package dev.seal;

import dev.seal.api.Score;

/**
 * What a self-edit is worth: the marks with its adapter, held against the marks without (paper,
 * section 3.1). The candidate with the highest reward is the best one. Implementations are pure and
 * safe for use by several threads.
 */
@FunctionalInterface
public interface Reward {

  /**
   * The reward of one candidate.
   *
   * @param frozen the marks of the model as it is
   * @param adapted the marks of the model with the candidate's adapter
   * @return a finite number; more is better
   */
  double reward(Score frozen, Score adapted);

  /**
   * The name in settings and reports.
   *
   * @return {@code custom}, unless overridden
   */
  default String name() {
    return "custom";
  }

  /**
   * The adapted mean mark less the frozen mean mark, from -1 to 1. The default. It ranks the
   * candidates of an input as the paper's code does, which takes the adapted mean alone.
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
}
