package dev.seal.api.model;

/**
 * How the learning rate moves over the S optimizer steps of a run with W warm-up steps. Step s
 * (from 0) of the warm-up uses {@code rate * s / W}; afterwards, with {@code p = (s - W) / (S -
 * W)}, the rate is multiplied by the factor of the schedule. These are the schedules of Hugging
 * Face transformers under the same names.
 */
public enum Schedule {
  /** Factor {@code 1 - p}: falls in a straight line to 0. */
  LINEAR,
  /** Factor {@code (1 + cos(pi p)) / 2}: falls along half a cosine to 0. */
  COSINE,
  /** Factor 1. */
  CONSTANT;

  /**
   * The factor on the peak learning rate.
   *
   * @param step the optimizer step, from 0
   * @param steps the number of optimizer steps, 1 or more
   * @param warmupSteps the number of warm-up steps, 0 or more
   * @return a number from 0 to 1
   */
  public double factor(int step, int steps, int warmupSteps) {
    if (step < warmupSteps) {
      return (double) step / warmupSteps;
    }
    double progress = (double) (step - warmupSteps) / Math.max(1, steps - warmupSteps);
    return switch (this) {
      case LINEAR -> Math.max(0, 1 - progress);
      case COSINE -> (1 + Math.cos(Math.PI * progress)) / 2;
      case CONSTANT -> 1;
    };
  }
}
