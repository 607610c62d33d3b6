package dev.seal.bench;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figures by others for the rows of {@link Proof}, in per cent, by the rows' names: the paper's (7
 * billion parameters, SQuAD) and those of another implementation with other people of the practice
 * model's world.
 */
final class ProofReference {

  /** Names of methods. */
  static final String FROZEN = "frozen";

  static final String PASSAGE = "passage";
  static final String OWN = "own-edits";
  static final String OUTSIDE = "outside-author";

  private static final Map<String, Double> PAPER =
      Map.of(
          "frozen-0", 32.7,
          "passage-0", 33.5,
          "own-edits-0", 39.7,
          "own-edits-1", 43.7,
          "own-edits-2", 47.0,
          "outside-author-0", 46.3,
          "proxy-1", 45.6);

  private static final Map<String, Double> PRACTICE =
      Map.of(
          "frozen-0", 3.8,
          "in-context-0", 100.0,
          "passage-0", 55.0,
          "own-edits-0", 67.3,
          "best-of-5-0", 90.9,
          "own-edits-1", 78.6,
          "own-edits-2", 83.8,
          "outside-author-0", 98.1);

  private ProofReference() {}

  static OptionalDouble paper(String name) {
    return figure(PAPER, name);
  }

  static OptionalDouble practice(String name) {
    return figure(PRACTICE, name);
  }

  private static OptionalDouble figure(Map<String, Double> figures, String name) {
    Double figure = figures.get(name);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }
}
