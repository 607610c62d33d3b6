package dev.seal.bench;

import dev.seal.Adaptation;
import dev.seal.Candidate;
import dev.seal.api.Score;
import java.util.ArrayList;
import java.util.List;

/** Adds adaptations up; all means are over passages, in per cent. */
final class Tally {

  private final List<Double> accuracies = new ArrayList<>();
  private final List<Double> best = new ArrayList<>();
  private final List<Double> frozen = new ArrayList<>();
  private int candidates;
  private int rejected;
  private long trainedTokens;

  void add(Adaptation<?> adaptation) {
    double before = adaptation.frozen().mean();
    accuracies.add(100 * adaptation.accuracy());
    frozen.add(100 * before);
    best.add(100 * adaptation.best().flatMap(Candidate::score).map(Score::mean).orElse(before));
    candidates = Math.max(candidates, adaptation.candidates().size());
    rejected += adaptation.rejected();
    trainedTokens += adaptation.trainedTokens();
  }

  double accuracy() {
    return mean(accuracies);
  }

  /** The standard error of {@link #accuracy()}; NaN for one passage. */
  double standardError() {
    double mean = accuracy();
    double squares =
        accuracies.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum();
    return Math.sqrt(squares / (accuracies.size() - 1) / accuracies.size());
  }

  double frozen() {
    return mean(frozen);
  }

  /** The chosen candidates' accuracy: optimistic, as the questions asked did the choosing. */
  double best() {
    return mean(best);
  }

  int candidates() {
    return candidates;
  }

  int rejected() {
    return rejected;
  }

  long trainedTokens() {
    return trainedTokens;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
