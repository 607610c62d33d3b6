package dev.seal.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of any experiment of {@link Proof}. */
final class ProofOptions {

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "Passages in SEAL's or SQuAD's JSON, or puzzles in ARC's; default: the practice people or"
              + " puzzles.")
  private @Nullable Path data;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description =
          "Of the outer loop; default 2 of knowledge and 1 of grids, where each has the same"
              + " puzzles, and none of grids with --data.")
  private @Nullable Integer rounds;

  @Option(
      names = "--self-edits",
      paramLabel = "K",
      description = "An input where a method is measured; default 5.")
  private @Nullable Integer selfEdits;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "0",
      paramLabel = "SEED",
      description = "One run each; default 0.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--profile",
      defaultValue = "MODEL",
      description =
          "${COMPLETION-CANDIDATES}: what the model recommends, or the paper's settings; default"
              + " ${DEFAULT-VALUE}.")
  private Profile profile = Profile.MODEL;

  @Option(
      names = "--at-once",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many inputs share the batches; default ${DEFAULT-VALUE}.")
  private int atOnce;

  @Option(
      names = "--quick",
      description =
          "Where not said otherwise: 16 passages, 2 self-edits, one round of 16, and adapters for 1"
              + " and 8; or 8 puzzles, 2 self-edits, and no round.")
  private boolean quick;

  @Option(
      names = "--max-edit-tokens",
      paramLabel = "N",
      description = "The longest self-edit; default: the model's or the paper's.")
  private @Nullable Integer maxEditTokens;

  /** Who chooses the settings that depend on the model. */
  enum Profile {
    MODEL,
    PAPER
  }

  @Nullable Path data() {
    return data;
  }

  int rounds(int otherwise) {
    int number = or(rounds, otherwise);
    if (number < 0) {
      throw new IllegalArgumentException("--rounds must be 0 or more, but was " + number);
    }
    return number;
  }

  int selfEdits(int otherwise) {
    return or(selfEdits, otherwise);
  }

  List<Long> seeds() {
    return seeds;
  }

  boolean isQuick() {
    return quick;
  }

  RunSettings run() {
    return new RunSettings(
        atOnce,
        profile == Profile.PAPER,
        maxEditTokens == null ? OptionalInt.empty() : OptionalInt.of(maxEditTokens));
  }

  static int or(@Nullable Integer said, int otherwise) {
    return said == null ? otherwise : said;
  }
}
