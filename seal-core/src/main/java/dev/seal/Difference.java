package dev.seal;

import com.google.common.math.Quantiles;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The difference of two methods on the same inputs, with a bootstrap interval: the inputs are drawn
 * again with replacement 10,000 times, and 95 of 100 mean differences lie in the interval. The
 * draws have a fixed seed, so that the same values give the same interval. One input alone gives no
 * interval.
 *
 * @param mean the mean difference, the second less the first
 * @param low the lower end of the interval; NaN for one input
 * @param high the upper end of the interval; NaN for one input
 * @param count how many inputs, 1 or more
 */
public record Difference(double mean, double low, double high, int count) {

  private static final int RESAMPLES = 10_000;
  private static final long SEED = 20250612;

  // What is nearer to zero than this is the rounding of a sum that is zero.
  private static final double ROUNDING = 1e-12;

  /**
   * Of paired values.
   *
   * @param first the first method's, one for each input
   * @param second the second method's, in the same order
   * @return the difference
   * @throws IllegalArgumentException if there are no values or not as many of both
   */
  public static Difference between(List<Double> first, List<Double> second) {
    if (first.isEmpty() || first.size() != second.size()) {
      throw new IllegalArgumentException(
          "a paired difference needs the same inputs on both sides, but there were "
              + first.size()
              + " and "
              + second.size());
    }
    int count = first.size();
    double[] differences = new double[count];
    double sum = 0;
    for (int i = 0; i < count; i++) {
      differences[i] = second.get(i) - first.get(i);
      sum += differences[i];
    }
    if (count == 1) {
      return new Difference(sum, Double.NaN, Double.NaN, count);
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int sample = 0; sample < RESAMPLES; sample++) {
      double drawn = 0;
      for (int i = 0; i < count; i++) {
        drawn += differences[random.nextInt(count)];
      }
      means[sample] = drawn / count;
    }
    Map<Integer, Double> ends = Quantiles.scale(1000).indexes(25, 975).compute(means);
    return new Difference(
        sum / count, ends.getOrDefault(25, Double.NaN), ends.getOrDefault(975, Double.NaN), count);
  }

  /**
   * Whether the interval leaves zero out, so that the sign is known.
   *
   * @return true if so; false for one input
   */
  public boolean resolved() {
    return low > ROUNDING || high < -ROUNDING;
  }

  /**
   * In percentage points, such as {@code +5.2 [+1.0, +9.4]} or {@code +0.7 [-3.5, +4.8], not
   * resolved}.
   */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%+.1f [%+.1f, %+.1f]", 100 * mean, 100 * low, 100 * high)
        + (resolved() ? "" : ", not resolved");
  }
}
