package dev.seal;

import dev.seal.api.Score;
import java.util.function.ToDoubleBiFunction;

/** The rewards that the paper and its code use, under their names. */
record BuiltInReward(String name, ToDoubleBiFunction<Score, Score> formula) implements Reward {

  static final Reward GAIN =
      new BuiltInReward("gain", (frozen, adapted) -> adapted.mean() - frozen.mean());

  static final Reward BINARY =
      new BuiltInReward("binary", (frozen, adapted) -> adapted.mean() > frozen.mean() ? 1 : 0);

  @Override
  public double reward(Score frozen, Score adapted) {
    return formula.applyAsDouble(frozen, adapted);
  }

  @Override
  public String toString() {
    return name;
  }
}
