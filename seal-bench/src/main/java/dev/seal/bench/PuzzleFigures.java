package dev.seal.bench;

import static dev.seal.bench.PuzzleReference.IN_CONTEXT;
import static dev.seal.bench.PuzzleReference.ORACLE;
import static dev.seal.bench.PuzzleReference.OWN;

import dev.seal.Difference;
import dev.seal.Improvement;
import dev.seal.InputResult;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one run on puzzles came to.
 *
 * @param seed the seed
 * @param settings of the model's own self-edits and of the rounds, a line each
 * @param rows methods in the table's order
 * @param improvements one for each round
 * @param withVariants the model's own choices before any round and after each, on the puzzles and
 *     then a variant of each; empty where these were not measured
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
    return claims(List.of(learned(), learnedWithVariants()));
  }

  /**
   * The claims that must hold: of what the rounds taught, the one on more puzzles where the first
   * ones do not resolve it.
   */
  List<ProofClaim<Puzzle>> demanded() {
    boolean decided = learned().stream().allMatch(claim -> claim.difference().resolved());
    return claims(List.of(decided || withVariants.isEmpty() ? learned() : learnedWithVariants()));
  }

  private List<ProofClaim<Puzzle>> claims(List<Optional<ProofClaim<Puzzle>>> ofTheRounds) {
    return Stream.concat(
            Stream.of(claim(IN_CONTEXT, 0, OWN, 0, 0), claim(OWN, 0, ORACLE, 0, 0)),
            ofTheRounds.stream())
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<ProofClaim<Puzzle>> learned() {
    return last() == 0 ? Optional.empty() : claim(OWN, 0, OWN, last(), LEARNED);
  }

  private Optional<ProofClaim<Puzzle>> learnedWithVariants() {
    return withVariants.isEmpty()
        ? Optional.empty()
        : Optional.of(claim(withVariants.get(0), withVariants.get(last())));
  }

  private static ProofClaim<Puzzle> claim(ProofRow<Puzzle> before, ProofRow<Puzzle> after) {
    return new ProofClaim<>(
        before, after, LEARNED, Difference.between(families(before), families(after)));
  }

  // A puzzle and its variant are alike: together they are drawn again, not each for itself.
  private static List<Double> families(ProofRow<Puzzle> row) {
    List<InputResult<Puzzle>> results = row.evaluation().results(); // puzzles, then variants
    int puzzles = results.size() / 2;
    return IntStream.range(0, puzzles)
        .mapToObj(i -> (results.get(i).accuracy() + results.get(puzzles + i).accuracy()) / 2)
        .toList();
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
