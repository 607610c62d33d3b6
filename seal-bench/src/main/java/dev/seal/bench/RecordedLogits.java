package dev.seal.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logits of the token after a text: of the whole vocabulary, or the largest ones and perhaps the
 * log-sum-exp of all.
 */
final class RecordedLogits {

  private final Map<Integer, Double> logits;
  private final @Nullable Double logSumExp;

  private RecordedLogits(Map<Integer, Double> logits, @Nullable Double logSumExp) {
    this.logits = logits;
    this.logSumExp = logSumExp;
  }

  static RecordedLogits of(
      @Nullable List<Double> all,
      @Nullable List<List<Double>> top,
      @Nullable Double logSumExp,
      String name,
      Path file) {
    Map<Integer, Double> logits = new LinkedHashMap<>();
    if (all != null && !all.isEmpty()) {
      for (int id = 0; id < all.size(); id++) {
        logits.put(id, all.get(id));
      }
      return new RecordedLogits(
          logits,
          LogProbabilities.logSumExp(all.stream().mapToDouble(Double::doubleValue).toArray()));
    }
    if (top == null || top.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has neither \"" + name + "_last_logits\" nor \"" + name + "_top50\"");
    }
    for (List<Double> pair : top) {
      logits.put(pair.get(0).intValue(), pair.get(1));
    }
    return new RecordedLogits(logits, logSumExp);
  }

  /** The largest absolute difference of the recorded logits. */
  double logitDifference(float[] ours) {
    return largest(ours, 0, 0);
  }

  /** The largest absolute difference of the recorded logits as log-probabilities. */
  double logProbabilityDifference(float[] ours) {
    if (logSumExp == null) {
      return logitDifference(ours);
    }
    return largest(ours, LogProbabilities.logSumExp(LogProbabilities.widen(ours)), logSumExp);
  }

  private double largest(float[] ours, double ourShift, double recordedShift) {
    double largest = 0;
    for (Map.Entry<Integer, Double> entry : logits.entrySet()) {
      int id = entry.getKey();
      if (id >= ours.length) {
        throw new IllegalArgumentException(
            "the recording has token "
                + id
                + ", but the model's vocabulary ends at "
                + (ours.length - 1)
                + "; give the model that was recorded");
      }
      largest =
          Math.max(
              largest, Differences.absolute(ours[id] - ourShift, entry.getValue() - recordedShift));
    }
    return largest;
  }
}
