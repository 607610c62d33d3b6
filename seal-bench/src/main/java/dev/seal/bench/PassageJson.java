package dev.seal.bench;

import dev.seal.api.Passage;
import dev.seal.api.model.ModelInfo;
import java.util.List;

/** The results on passages as JSON. */
final class PassageJson {

  private final PassagePlan plan;

  PassageJson(PassagePlan plan) {
    this.plan = plan;
  }

  Figures results(ModelInfo model, PassageData data, List<PassageFigures> runs) {
    return ProofJson.head(model)
        .put("data", data.name())
        .put("grader", plan.graders().get(0).toString())
        .putAll("runs", runs.stream().map(this::run).toList());
  }

  private Figures run(PassageFigures run) {
    return new Figures()
        .put("seed", run.seed())
        .put("settings", run.settings())
        .putAll("methods", run.rows().stream().map(this::row).toList())
        .putAll("claims", run.claims().stream().map(ProofJson::claim).toList())
        .putAll("rounds", run.improvements().stream().map(ProofJson::round).toList())
        .putAll("rewards", run.sides().stream().map(PassageJson::side).toList())
        .putAll("joint", run.joint().stream().map(PassageJson::joint).toList());
  }

  private Figures row(ProofRow<Passage> row) {
    Figures figures = ProofJson.row(row);
    plan.graders().stream()
        .skip(1)
        .forEach(
            grader ->
                figures.put(
                    grader.toString(), 100 * new Marking(grader).mark(row.evaluation()).mean()));
    return ProofJson.costs(figures, row, "by_passage");
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
