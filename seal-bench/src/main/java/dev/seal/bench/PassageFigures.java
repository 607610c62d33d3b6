package dev.seal.bench;

import static dev.seal.bench.PassageReference.FROZEN;
import static dev.seal.bench.PassageReference.OUTSIDE;
import static dev.seal.bench.PassageReference.OWN;
import static dev.seal.bench.PassageReference.PASSAGE;

import dev.seal.Improvement;
import dev.seal.api.Passage;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run on passages came to.
 *
 * @param seed the seed
 * @param settings of the model's own self-edits and of the rounds, a line each
 * @param rows methods in the table's order
 * @param improvements one for each round
 * @param sides rewards without labelled questions; may be empty
 * @param joint one adapter for many passages; may be empty
 */
record PassageFigures(
    long seed,
    String settings,
    List<ProofRow<Passage>> rows,
    List<Improvement<Passage>> improvements,
    List<SideReward> sides,
    List<JointRow> joint)
    implements ProofFigures<Passage> {

  @Override
  public List<ProofClaim<Passage>> claims() {
    return Stream.of(
            claim(FROZEN, 0, PASSAGE, 0),
            claim(PASSAGE, 0, OWN, 0),
            claim(OWN, 0, OWN, 1),
            claim(OWN, 1, OUTSIDE, 0),
            claim(OWN, 0, OWN, 2),
            claim(OWN, 1, OWN, 2),
            claim(PASSAGE, 0, OUTSIDE, 0))
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<ProofClaim<Passage>> claim(
      String lower, int lowerStage, String higher, int higherStage) {
    return claim(lower, lowerStage, higher, higherStage, 0);
  }
}
