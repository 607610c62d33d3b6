package dev.seal.bench;

/** Sums over all values of a vocabulary, in double precision. */
final class LogProbabilities {

  private LogProbabilities() {}

  static double logSumExp(double[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit - largest);
    }
    return largest + Math.log(sum);
  }

  static double[] widen(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  /** The token with the largest value; the first of several. */
  static int best(float[] logits) {
    int best = 0;
    for (int token = 1; token < logits.length; token++) {
      best = logits[token] > logits[best] ? token : best;
    }
    return best;
  }

  /** By how much the largest value exceeds the one behind it. */
  static double margin(float[] logits) {
    double best = Double.NEGATIVE_INFINITY;
    double second = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      if (logit > best) {
        second = best;
        best = logit;
      } else if (logit > second) {
        second = logit;
      }
    }
    return best - second;
  }
}
