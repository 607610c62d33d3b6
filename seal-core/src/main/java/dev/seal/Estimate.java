package dev.seal;

import com.google.common.math.Stats;
import java.util.Collection;
import java.util.Locale;

/**
 * A mean with its standard error.
 *
 * @param mean the mean
 * @param standardError the sample's standard deviation over the square root of the count; NaN for
 *     one value
 * @param count how many values, 1 or more
 */
public record Estimate(double mean, double standardError, int count) {

  /**
   * Of values.
   *
   * @param values finite numbers, at least one
   * @return the estimate
   * @throws IllegalArgumentException if there is no value or one is not finite
   */
  public static Estimate of(Collection<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("an estimate needs at least one value");
    }
    if (!values.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException("an estimate needs finite values, but has " + values);
    }
    Stats stats = Stats.of(values);
    double error =
        values.size() == 1
            ? Double.NaN
            : stats.sampleStandardDeviation() / Math.sqrt(values.size());
    return new Estimate(stats.mean(), error, values.size());
  }

  /** In per cent, such as {@code 67.3 +- 2.1}. */
  @Override
  public String toString() {
    return Double.isNaN(standardError)
        ? String.format(Locale.ROOT, "%.1f", 100 * mean)
        : String.format(Locale.ROOT, "%.1f +- %.1f", 100 * mean, 100 * standardError);
  }
}
