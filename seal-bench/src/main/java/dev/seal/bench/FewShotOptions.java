package dev.seal.bench;

import dev.seal.api.model.ModelRef;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.TextForm;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.practice.Practice;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How puzzles are put to a model and trained on. */
final class FewShotOptions {

  @Option(
      names = "--config",
      description =
          "${COMPLETION-CANDIDATES}: the configuration that was chosen by hand; default: for the"
              + " embedded model the practice one, else the paper's.")
  private @Nullable Config config;

  @Option(
      names = "--max-answer-tokens",
      paramLabel = "N",
      description =
          "The longest answer; default: what the largest grid in sight takes with --data, else the"
              + " model's.")
  private @Nullable Integer maxAnswerTokens;

  @Option(
      names = "--training-items",
      paramLabel = "N",
      description = "The most training examples of a puzzle; default: the model's or the paper's.")
  private @Nullable Integer trainingItems;

  @Option(
      names = "--training-steps",
      paramLabel = "N",
      description = "The most steps of a self-edit; default: the model's or the paper's.")
  private @Nullable Integer trainingSteps;

  @Option(
      names = "--text-form",
      paramLabel = "FORM",
      converter = TextFormConverter.class,
      description =
          "How grids are written: digits, spaced-digits or arrays; default: the model's or the"
              + " paper's.")
  private @Nullable TextForm textForm;

  /** A configuration that was chosen by hand. */
  enum Config {
    PRACTICE,
    PAPER;

    ToolChoice choice() {
      return this == PRACTICE ? Practice.gridOracle() : ToolChoice.PAPER_ORACLE;
    }
  }

  FewShot task() {
    FewShot task = FewShot.arc();
    if (trainingItems != null) {
      task = task.withTrainingItems(trainingItems);
    }
    if (trainingSteps != null) {
      task = task.withTrainingSteps(trainingSteps);
    }
    return textForm == null ? task : task.withTextForm(textForm);
  }

  /** The configuration chosen by hand for a model. */
  ToolChoice oracle(ModelRef model) {
    Config chosen = config;
    if (chosen == null) {
      chosen = model.equals(Practice.gridModel()) ? Config.PRACTICE : Config.PAPER;
    }
    return chosen.choice();
  }

  OptionalInt maxAnswerTokens() {
    return maxAnswerTokens == null ? OptionalInt.empty() : OptionalInt.of(maxAnswerTokens);
  }
}
