package dev.seal.bench;

import com.google.common.math.PairedStatsAccumulator;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Spearman's rank correlation: Pearson's over the ranks, equal values sharing their mean rank. */
final class RankCorrelation {

  private RankCorrelation() {}

  /** From -1 to 1; NaN where one side has equal values only, or there are fewer than two. */
  static double of(List<Double> first, List<Double> second) {
    List<Double> ranks = ranks(first);
    List<Double> others = ranks(second);
    PairedStatsAccumulator pairs = new PairedStatsAccumulator();
    for (int i = 0; i < ranks.size(); i++) {
      pairs.add(ranks.get(i), others.get(i));
    }
    if (pairs.count() < 2
        || pairs.xStats().populationVariance() == 0
        || pairs.yStats().populationVariance() == 0) {
      return Double.NaN;
    }
    return pairs.pearsonsCorrelationCoefficient();
  }

  private static List<Double> ranks(List<Double> values) {
    List<Integer> order =
        IntStream.range(0, values.size())
            .boxed()
            .sorted(Comparator.comparingDouble(values::get))
            .toList();
    List<Double> ranks = new ArrayList<>(values);
    int from = 0;
    while (from < order.size()) {
      int to = from;
      while (to < order.size() && values.get(order.get(to)).equals(values.get(order.get(from)))) {
        to++;
      }
      for (int i = from; i < to; i++) {
        ranks.set(order.get(i), (from + to - 1) / 2.0);
      }
      from = to;
    }
    return ranks;
  }
}
