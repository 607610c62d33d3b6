package dev.seal.bench;

import dev.seal.Improvement;
import java.util.List;
import java.util.Optional;

/**
 * What one run of {@link Proof}, with one seed, came to.
 *
 * @param <T> what is learned
 */
interface ProofFigures<T> {

  long seed();

  /** The settings of the model's own self-edits and of the rounds, a line each. */
  String settings();

  /** Methods in the table's order. */
  List<ProofRow<T>> rows();

  /** One for each round. */
  List<Improvement<T>> improvements();

  /** The claims whose rows are there. */
  List<ProofClaim<T>> claims();

  default Optional<ProofRow<T>> row(String id, int stage) {
    return rows().stream().filter(row -> row.id().equals(id) && row.stage() == stage).findFirst();
  }

  /** What a row that is there reaches, from 0 to 1. */
  default double mean(String id, int stage) {
    return row(id, stage).orElseThrow().evaluation().accuracy().mean();
  }

  /** That one row is better than another, where both are there. */
  default Optional<ProofClaim<T>> claim(
      String lower, int lowerStage, String higher, int higherStage, double atLeast) {
    return row(lower, lowerStage)
        .flatMap(low -> row(higher, higherStage).map(high -> ProofClaim.of(low, high, atLeast)));
  }
}
