package dev.seal.bench;

import dev.seal.Difference;
import java.util.List;
import java.util.Locale;

/**
 * What is claimed of two rows: that the second is better.
 *
 * @param lower the one that should be worse
 * @param higher the one that should be better
 * @param atLeast by how much the means should differ, from 0 to 1
 * @param difference the paired difference
 * @param <T> what is learned
 */
record ProofClaim<T>(ProofRow<T> lower, ProofRow<T> higher, double atLeast, Difference difference) {

  // 28 of 55 less 17 of 55 is a fifth, but for this.
  private static final double ROUNDING = 1e-9;

  static <T> ProofClaim<T> of(ProofRow<T> lower, ProofRow<T> higher, double atLeast) {
    return new ProofClaim<>(
        lower, higher, atLeast, higher.evaluation().against(lower.evaluation()));
  }

  /** Whether the whole interval is above zero, and the difference as large as it should be. */
  boolean holds() {
    return difference.resolved() && difference.low() > 0 && difference.mean() >= atLeast - ROUNDING;
  }

  /** Those that do not hold, in words. */
  static <T> List<String> broken(List<ProofClaim<T>> claims) {
    return claims.stream().filter(claim -> !claim.holds()).map(ProofClaim::words).toList();
  }

  private String words() {
    return higher.named()
        + " is better than "
        + lower.named()
        + (atLeast > 0 ? String.format(Locale.ROOT, " by %.0f points", 100 * atLeast) : "");
  }
}
