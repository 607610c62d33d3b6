package dev.seal.bench;

import static dev.seal.bench.ProofOptions.or;

import dev.seal.api.model.ModelRef;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of puzzles alone. */
final class PuzzleOptions {

  private static final int MEASURED = 10; // of a file
  private static final int QUICK = 8;
  private static final int ROUND = 11;

  @Option(
      names = "--solutions",
      paramLabel = "FILE",
      description = "The solutions of the puzzles in --data, where that has none.")
  private @Nullable Path solutions;

  @Option(
      names = "--puzzles",
      paramLabel = "N",
      description =
          "To measure on; default all practice puzzles for it, 10 with --data, 8 with --quick.")
  private @Nullable Integer puzzles;

  @Option(
      names = "--round-puzzles",
      paramLabel = "N",
      description =
          "Other puzzles for all rounds; default all 22 practice puzzles for it, 11 and a variant"
              + " of each, and 11 with --data.")
  private @Nullable Integer roundPuzzles;

  @Option(
      names = "--round-self-edits",
      paramLabel = "K",
      description = "Self-edits a puzzle in the rounds; default 15.")
  private @Nullable Integer roundSelfEdits;

  @Option(
      names = "--sweep",
      description =
          "Also measures the groups of augmentations alone, all and none, with each loss, at the"
              + " learning rate and epochs of the configuration chosen by hand.")
  private boolean sweep;

  /** What is to be done. */
  PuzzlePlan plan(ProofOptions options, FewShotOptions fewShot, ModelRef model) {
    var defaults = fewShot.task().defaults();
    boolean few = options.isQuick() || options.data() != null;
    return new PuzzlePlan(
        fewShot.task(),
        fewShot.oracle(model),
        options.rounds(few ? 0 : defaults.rounds()),
        options.selfEdits(options.isQuick() ? 2 : defaults.selfEdits()),
        or(roundSelfEdits, defaults.roundSelfEdits()),
        sweep,
        fewShot.maxAnswerTokens(),
        options.run());
  }

  /** Where the puzzles come from. */
  PuzzleSource source(PuzzlePlan plan, ProofOptions options) {
    Path file = options.data();
    if (file == null && solutions != null) {
      throw new IllegalArgumentException(
          "--solutions belong to --data, which was not given; give both");
    }
    PuzzleSource source =
        file == null ? PuzzleSource.practice() : PuzzleSource.file(file, solutions);
    int measured =
        or(puzzles, source.atMost(options.isQuick() ? QUICK : MEASURED, options.isQuick()));
    if (plan.rounds() == 0) {
      return source.take(measured, 0);
    }
    int learned = or(roundPuzzles, source.others(ROUND, measured));
    if (learned == 0) {
      throw new IllegalArgumentException(
          "no puzzle is left for the rounds beside the "
              + measured
              + " to measure; give --round-puzzles of 1 or more, fewer --puzzles, more data, or"
              + " --rounds 0");
    }
    return source.take(measured, learned);
  }
}
