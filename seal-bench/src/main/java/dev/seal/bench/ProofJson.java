package dev.seal.bench;

import dev.seal.Improvement;
import dev.seal.Round;
import dev.seal.api.model.ModelInfo;

/**
 * What the results of all experiments of {@link Proof} have as JSON. There is no time in it, so
 * that equal runs have equal files.
 */
final class ProofJson {

  private ProofJson() {}

  /** The model. */
  static Figures head(ModelInfo model) {
    return new Figures()
        .put("model", model.name())
        .put("fingerprint", model.fingerprint())
        .put("device", model.device())
        .put("precision", model.precision())
        .put("native_library", model.nativeLibrary());
  }

  /** A method. */
  static Figures row(ProofRow<?> row) {
    return new Figures()
        .put("method", row.id())
        .put("rounds", row.stage())
        .put("accuracy", 100 * row.evaluation().accuracy().mean())
        .put("standard_error", 100 * row.evaluation().accuracy().standardError())
        .put("best_of_k", 100 * row.evaluation().bestAccuracy().mean())
        .put("frozen", 100 * row.evaluation().frozen().mean());
  }

  /** What a method cost, and what it reached on each input. */
  static Figures costs(Figures figures, ProofRow<?> row, String byInput) {
    return figures
        .put("candidates", row.evaluation().candidates())
        .put("rejected", row.evaluation().rejected())
        .put("trained_tokens", row.evaluation().trainedTokens())
        .put("optimizer_steps", row.evaluation().optimizerSteps())
        .putNumbers(
            byInput,
            row.evaluation().results().stream().map(result -> 100 * result.accuracy()).toList());
  }

  /** A claim. */
  static Figures claim(ProofClaim<?> claim) {
    return new Figures()
        .put("higher", claim.higher().name())
        .put("lower", claim.lower().name())
        .put("difference", 100 * claim.difference().mean())
        .put("low", 100 * claim.difference().low())
        .put("high", 100 * claim.difference().high())
        .put("resolved", claim.difference().resolved());
  }

  /** A round. */
  static Figures round(Improvement<?> improvement) {
    Round<?> round = improvement.rounds().get(0);
    return new Figures()
        .put("trials", round.trials().candidates())
        .put("rejected", round.trials().rejected())
        .put("mean_reward", round.trials().reward().orElse(Double.NaN))
        .put("mean", 100 * round.trials().accuracy().mean())
        .put("best_of_k", 100 * round.trials().bestAccuracy().mean())
        .put("chosen", round.chosen().size())
        .putNumbers("losses", round.fineTuning().stream().map(step -> step.loss()).toList())
        .put("adapter", round.adapter().orElse("none"))
        .put("fingerprint", round.fingerprint());
  }
}
