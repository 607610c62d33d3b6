package dev.seal.bench;

import static dev.seal.bench.ProofOptions.or;

import dev.seal.api.model.PaperDefaults;
import dev.seal.tasks.knowledge.PromptStyle;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What can be said of passages alone. */
final class PassageOptions {

  @Option(
      names = "--given",
      paramLabel = "FILE",
      description = "An outside author's edits for --data; the practice people have some.")
  private @Nullable Path given;

  @Option(names = "--passages", paramLabel = "N", description = "To measure on; default 64.")
  private @Nullable Integer passages;

  @Option(
      names = "--round-passages",
      paramLabel = "N",
      description = "Other passages for each round; default 50.")
  private @Nullable Integer roundPassages;

  @Option(
      names = "--styles",
      split = ",",
      paramLabel = "STYLE",
      converter = StyleConverter.class,
      description =
          "How self-edits are asked for, the first one in the rounds too; default implications, and"
              + " with --data also self-qa.")
  private List<PromptStyle> styles = List.of();

  @Option(
      names = "--graders",
      split = ",",
      paramLabel = "GRADER",
      description =
          "${COMPLETION-CANDIDATES}; the first one makes the rewards. Default exact, and with"
              + " --data f1,contains.")
  private List<GraderChoice> graders = List.of();

  @Option(
      names = "--joint",
      split = ",",
      paramLabel = "N",
      description =
          "How many passages one adapter learns, for each row of that table; default 1,50,200, and"
              + " none with --data. 0: none.")
  private @Nullable List<Integer> joint;

  @Option(
      names = "--budget",
      paramLabel = "TOKENS",
      description = "Trains every adapter of all methods on as many tokens; default: epochs.")
  private @Nullable Long budget;

  /** What is to be done. */
  PassagePlan plan(ProofOptions options) {
    boolean own = options.data() == null;
    List<PromptStyle> asked = styles;
    if (asked.isEmpty()) {
      asked =
          own
              ? List.of(PromptStyle.IMPLICATIONS)
              : List.of(PromptStyle.IMPLICATIONS, PromptStyle.SELF_QA);
    }
    List<GraderChoice> marked = graders;
    if (marked.isEmpty()) {
      marked = own ? List.of(GraderChoice.EXACT) : List.of(GraderChoice.F1, GraderChoice.CONTAINS);
    }
    List<Integer> many = joint;
    if (many == null) {
      many = own ? options.isQuick() ? List.of(1, 8) : List.of(1, 50, 200) : List.of();
    }
    int rounds = options.rounds(options.isQuick() ? 1 : PaperDefaults.ROUNDS);
    int edits = options.selfEdits(options.isQuick() ? 2 : PaperDefaults.SELF_EDITS);
    return new PassagePlan(
        asked,
        marked.stream().map(GraderChoice::grader).toList(),
        rounds,
        or(roundPassages, options.isQuick() ? 16 : 50),
        edits,
        Math.min(2, edits),
        many.stream().filter(n -> n > 0).toList(),
        rounds > 0,
        budget == null ? OptionalLong.empty() : OptionalLong.of(budget),
        options.run());
  }

  /** What it is to be done on. */
  PassageData data(PassagePlan plan, ProofOptions options) {
    int training = plan.rounds() * plan.roundPassages();
    int measured = or(passages, options.isQuick() ? 16 : 64);
    int many =
        plan.joint().stream().mapToInt(n -> n == 1 ? Math.min(8, measured) : n).max().orElse(0);
    Path file = options.data();
    return file == null
        ? PassageData.practice(measured, training, many)
        : PassageData.file(file, measured, training, many, given);
  }
}
