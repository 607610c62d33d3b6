package dev.seal.examples;

import dev.seal.SealBuilder;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How it is learned. What is not said is what the model recommends, or else the paper's. */
final class LearningArguments {

  // The paper's 8192 tokens are hours for a chat model that rambles, on a CPU.
  private static final int EDIT_TOKENS = 256;

  @Option(
      names = "--self-edits",
      defaultValue = "" + PaperDefaults.SELF_EDITS,
      paramLabel = "K",
      description = "How many self-edits to try; default ${DEFAULT-VALUE}.")
  private int selfEdits = PaperDefaults.SELF_EDITS;

  @Option(names = "--rank", paramLabel = "R", description = "Rank of the adapters; alpha is 2 R.")
  private @Nullable Integer rank;

  @Option(names = "--learning-rate", paramLabel = "RATE", description = "Peak learning rate.")
  private @Nullable Double learningRate;

  @Option(names = "--epochs", paramLabel = "N", description = "Visits of each document.")
  private @Nullable Integer epochs;

  @Option(
      names = "--max-edit-tokens",
      paramLabel = "N",
      description = {
        "Longest self-edit; default: the model's recommendation, or " + EDIT_TOKENS + "."
      })
  private @Nullable Integer maxEditTokens;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "N",
      description = "The run's seed; default 0. The same seed gives the same run.")
  private long seed;

  <T> SealBuilder<T> apply(SealBuilder<T> builder, ModelInfo model) {
    if (rank != null) {
      LoraSpec lora = model.recommended().lora();
      builder.lora(
          (lora == null ? LoraSpec.builder() : lora.toBuilder())
              .rank(rank)
              .alpha(2 * rank)
              .build());
    }
    if (learningRate != null || epochs != null) {
      builder.training(training(model));
    }
    Sampling edits = model.recommended().selfEdit();
    if (maxEditTokens != null || edits == null) {
      builder.selfEditSampling(
          (edits == null ? PaperDefaults.SELF_EDIT : edits)
              .toBuilder().maxTokens(maxEditTokens == null ? EDIT_TOKENS : maxEditTokens).build());
    }
    return builder.selfEdits(selfEdits).seed(seed);
  }

  /** What this command sets without being asked, in words, where it does. */
  Optional<String> ownChoice(ModelInfo model) {
    return maxEditTokens == null && model.recommended().selfEdit() == null
        ? Optional.of(
            "self-edits end after "
                + EDIT_TOKENS
                + " tokens unless --max-edit-tokens says otherwise: this command's choice, not"
                + " yours")
        : Optional.empty();
  }

  private TrainingSpec training(ModelInfo model) {
    TrainingSpec recommended = model.recommended().training();
    TrainingSpec.Builder training =
        recommended == null ? TrainingSpec.builder() : recommended.toBuilder();
    if (learningRate != null) {
      training.learningRate(learningRate);
    }
    if (epochs != null) {
      training.epochs(epochs);
    }
    return training.build();
  }
}
