package dev.seal.bench;

import java.util.List;

/** The largest difference between ours and what was recorded. */
final class Differences {

  private Differences() {}

  static double absolute(double ours, double recorded) {
    return Math.abs(ours - recorded);
  }

  /**
   * The largest relative difference. NaN where a number is NaN, so that it can pass no limit; the
   * lists must be as long as each other.
   */
  static double relative(double[] ours, List<Double> recorded) {
    double largest = 0;
    for (int i = 0; i < ours.length; i++) {
      double expected = recorded.get(i);
      largest = Math.max(largest, Math.abs(ours[i] - expected) / Math.abs(expected));
    }
    return largest;
  }

  /** Whether a difference is within a limit; NaN never is. */
  static boolean within(double difference, double limit) {
    return difference <= limit;
  }
}
