package dev.seal.bench;

import java.util.List;

/** The least, the middle and the greatest of some figures. */
record Spread(double min, double median, double max) {

  static Spread of(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("a spread needs at least one figure");
    }
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(sorted[0], median, sorted[sorted.length - 1]);
  }

  Figures figures() {
    return new Figures().put("min", min).put("median", median).put("max", max);
  }
}
