package dev.seal;

import dev.seal.api.Trial;
import java.util.function.ToDoubleFunction;

/** The rewards that come with the library, under their names. */
record BuiltInReward(String name, ToDoubleFunction<Trial> formula) implements Reward {

  static final Reward ACCURACY = new BuiltInReward("accuracy", trial -> trial.adapted().mean());

  static final Reward GAIN =
      new BuiltInReward("gain", trial -> trial.adapted().mean() - trial.frozen().mean());

  static final Reward BINARY =
      new BuiltInReward("binary", trial -> trial.adapted().mean() > trial.frozen().mean() ? 1 : 0);

  static final Reward PROXY =
      new BuiltInReward(
          "proxy",
          trial -> {
            throw new AssertionError("the proxy reward comes from ratings");
          });

  @Override
  public double reward(Trial trial) {
    return formula.applyAsDouble(trial);
  }

  @Override
  public String toString() {
    return name;
  }
}
