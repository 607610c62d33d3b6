package dev.seal.bench;

import static dev.seal.bench.PuzzleReference.IN_CONTEXT;
import static dev.seal.bench.PuzzleReference.ORACLE;
import static dev.seal.bench.PuzzleReference.OWN;

import dev.seal.Improvement;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What one run on puzzles came to.
 *
 * @param seed the seed
 * @param settings of the model's own self-edits and of the rounds, a line each
 * @param rows methods in the table's order
 * @param improvements one for each round
 * @param withVariants the model's own choices before any round and after each, on more puzzles;
 *     empty where these were not measured
 * @param sweep configurations that were measured; may be empty
 */
record PuzzleFigures(
    long seed,
    String settings,
    List<ProofRow<Puzzle>> rows,
    List<Improvement<Puzzle>> improvements,
    List<ProofRow<Puzzle>> withVariants,
    List<SweepRow> sweep)
    implements ProofFigures<Puzzle> {

  private static final double LEARNED = 0.2;

  @Override
  public List<ProofClaim<Puzzle>> claims() {
    return Stream.of(
            claim(IN_CONTEXT, 0, OWN, 0, 0),
            claim(OWN, 0, ORACLE, 0, 0),
            learned(),
            learnedWithVariants())
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * The claims that must hold: of what the rounds taught, the one on more puzzles where the first
   * ones do not resolve it.
   */
  List<ProofClaim<Puzzle>> demanded() {
    boolean decided = learned().stream().allMatch(claim -> claim.difference().resolved());
    return Stream.of(
            claim(IN_CONTEXT, 0, OWN, 0, 0),
            claim(OWN, 0, ORACLE, 0, 0),
            decided || withVariants.isEmpty() ? learned() : learnedWithVariants())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<ProofClaim<Puzzle>> learned() {
    return last() == 0 ? Optional.empty() : claim(OWN, 0, OWN, last(), LEARNED);
  }

  private Optional<ProofClaim<Puzzle>> learnedWithVariants() {
    return withVariants.isEmpty()
        ? Optional.empty()
        : Optional.of(ProofClaim.of(withVariants.get(0), withVariants.get(last()), LEARNED));
  }

  private int last() {
    return rows.stream().mapToInt(ProofRow::stage).max().orElse(0);
  }

  /** The model's own choices before any round, and after the last one where there is one. */
  List<ProofRow<Puzzle>> own() {
    return rows.stream()
        .filter(row -> row.id().equals(OWN))
        .filter(row -> row.stage() == 0 || row.stage() == last())
        .toList();
  }
}
