package dev.seal.bench;

import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figures by others for the rows of {@link Proof}, in per cent, by the rows' names.
 *
 * @param model the paper's model in a word, such as {@code 7B}
 * @param paper the paper's figures
 * @param practice those of another implementation with the practice model
 */
record ProofReference(String model, Map<String, Double> paper, Map<String, Double> practice) {

  OptionalDouble paper(String name) {
    return figure(paper, name);
  }

  OptionalDouble practice(String name) {
    return figure(practice, name);
  }

  private static OptionalDouble figure(Map<String, Double> figures, String name) {
    Double figure = figures.get(name);
    return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
  }
}
