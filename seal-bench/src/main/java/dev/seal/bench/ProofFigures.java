package dev.seal.bench;

import dev.seal.Difference;
import dev.seal.Improvement;
import dev.seal.SealSettings;
import dev.seal.api.Passage;
import java.util.List;
import java.util.Optional;

/**
 * What one run of {@link Proof}, with one seed, came to.
 *
 * @param seed the seed
 * @param settings of the model's own self-edits
 * @param rows methods in the table's order
 * @param improvements one for each round
 * @param sides rewards without labelled questions; may be empty
 * @param joint one adapter for many passages; may be empty
 */
record ProofFigures(
    long seed,
    SealSettings settings,
    List<ProofRow> rows,
    List<Improvement<Passage>> improvements,
    List<SideReward> sides,
    List<JointRow> joint) {

  /** What is claimed of two rows: that the second is better. */
  record Claim(ProofRow lower, ProofRow higher, Difference difference) {

    boolean holds() {
      return difference.low() > 0;
    }
  }

  Optional<ProofRow> row(String id, int stage) {
    return rows.stream().filter(row -> row.id().equals(id) && row.stage() == stage).findFirst();
  }

  /** The claims whose rows are there. */
  List<Claim> claims() {
    return List.of(
            claim(ProofReference.FROZEN, 0, ProofReference.PASSAGE, 0),
            claim(ProofReference.PASSAGE, 0, ProofReference.OWN, 0),
            claim(ProofReference.OWN, 0, ProofReference.OWN, 1),
            claim(ProofReference.OWN, 1, ProofReference.OUTSIDE, 0),
            claim(ProofReference.OWN, 0, ProofReference.OWN, 2),
            claim(ProofReference.OWN, 1, ProofReference.OWN, 2),
            claim(ProofReference.PASSAGE, 0, ProofReference.OUTSIDE, 0))
        .stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Claim> claim(String lower, int lowerStage, String higher, int higherStage) {
    return row(lower, lowerStage)
        .flatMap(
            low ->
                row(higher, higherStage)
                    .map(
                        high -> new Claim(low, high, high.evaluation().against(low.evaluation()))));
  }
}
