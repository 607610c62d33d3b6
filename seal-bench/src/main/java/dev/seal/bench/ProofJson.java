package dev.seal.bench;

import dev.seal.Improvement;
import dev.seal.Round;
import dev.seal.api.Passage;
import dev.seal.api.model.ModelInfo;
import java.util.List;

/**
 * The results of {@link Proof} as JSON. There is no time in it, so that equal runs have equal
 * files.
 */
final class ProofJson {

  private final ProofPlan plan;

  ProofJson(ProofPlan plan) {
    this.plan = plan;
  }

  Figures results(ModelInfo model, ProofData data, List<ProofFigures> runs) {
    return new Figures()
        .put("model", model.name())
        .put("fingerprint", model.fingerprint())
        .put("device", model.device())
        .put("precision", model.precision())
        .put("native_library", model.nativeLibrary())
        .put("data", data.name())
        .put("grader", plan.graders().get(0).toString())
        .putAll("runs", runs.stream().map(this::run).toList());
  }

  private Figures run(ProofFigures run) {
    return new Figures()
        .put("seed", run.seed())
        .put("settings", run.settings().describe() + '\n' + run.settings().describeRounds())
        .putAll("methods", run.rows().stream().map(this::row).toList())
        .putAll("claims", run.claims().stream().map(ProofJson::claim).toList())
        .putAll("rounds", run.improvements().stream().map(ProofJson::round).toList())
        .putAll("rewards", run.sides().stream().map(ProofJson::side).toList())
        .putAll("joint", run.joint().stream().map(ProofJson::joint).toList());
  }

  private Figures row(ProofRow row) {
    Figures figures =
        new Figures()
            .put("method", row.id())
            .put("rounds", row.stage())
            .put("accuracy", 100 * row.evaluation().accuracy().mean())
            .put("standard_error", 100 * row.evaluation().accuracy().standardError())
            .put("best_of_k", 100 * row.evaluation().bestAccuracy().mean())
            .put("frozen", 100 * row.evaluation().frozen().mean());
    plan.graders().stream()
        .skip(1)
        .forEach(grader -> figures.put(grader.toString(), 100 * row.marked(grader).mean()));
    return figures
        .put("candidates", row.evaluation().candidates())
        .put("rejected", row.evaluation().rejected())
        .put("trained_tokens", row.evaluation().trainedTokens())
        .put("optimizer_steps", row.evaluation().optimizerSteps())
        .putNumbers(
            "by_passage",
            row.evaluation().results().stream().map(result -> 100 * result.accuracy()).toList());
  }

  private static Figures claim(ProofFigures.Claim claim) {
    return new Figures()
        .put("higher", claim.higher().name())
        .put("lower", claim.lower().name())
        .put("difference", 100 * claim.difference().mean())
        .put("low", 100 * claim.difference().low())
        .put("high", 100 * claim.difference().high())
        .put("resolved", claim.difference().resolved());
  }

  private static Figures round(Improvement<Passage> improvement) {
    Round<Passage> round = improvement.rounds().get(0);
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

  private static Figures side(SideReward side) {
    return new Figures()
        .put("reward", side.label())
        .put("pairs", side.pairs())
        .put("rank_correlation", side.rank())
        .put("rank_correlation_within_passages", side.within())
        .put("same_best", side.agreement())
        .put("questions", side.questions())
        .put("left_out", side.leftOut())
        .put("accuracy", 100 * side.row().evaluation().accuracy().mean());
  }

  private static Figures joint(JointRow row) {
    return new Figures()
        .put("passages", row.passages())
        .put("adapters", row.adapters())
        .put("lessons", row.method())
        .put("accuracy", 100 * row.accuracy().mean())
        .put("frozen", 100 * row.frozen().mean())
        .put("documents", row.documents())
        .put("rejected", row.rejected())
        .put("trained_tokens", row.tokens())
        .put("optimizer_steps", row.steps());
  }
}
