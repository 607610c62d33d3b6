package dev.seal.bench;

import dev.seal.Improvement;
import dev.seal.InputResult;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.SealSettings;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Sampling;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;

/** Does what a {@link PuzzlePlan} says, with one seed. */
final class PuzzleExperiment implements ProofExperiment<PuzzleFigures> {

  private final LanguageModel base;
  private final PuzzleData data;
  private final PuzzlePlan plan;
  private final SealRuns<Puzzle> runs;
  private final List<ProofRow<Puzzle>> rows = new ArrayList<>();
  private final List<ProofRow<Puzzle>> withVariants = new ArrayList<>();

  /** Borrows the model. */
  PuzzleExperiment(LanguageModel base, PuzzleData data, PuzzlePlan plan, SealRuns<Puzzle> runs) {
    this.base = base;
    this.data = data;
    this.plan = plan;
    this.runs = runs;
  }

  @Override
  public void cancel() {
    runs.cancel();
  }

  @Override
  public PuzzleFigures run() {
    List<Improvement<Puzzle>> improvements = new ArrayList<>();
    try (Seal<Puzzle> writer = builder("rounds", base, plan.roundSelfEdits()).rounds(1).build()) {
      SealSettings measuring = methods(0, base);
      List<Puzzle> toLearn = plan.rounds() == 0 ? List.of() : unsolvedInContext();
      for (int stage = 1; stage <= plan.rounds(); stage++) {
        improvements.add(runs.run(writer, () -> writer.improve(toLearn)));
        methods(stage, writer.model());
      }
      List<SweepRow> sweep = plan.sweep() ? sweep() : List.of();
      return new PuzzleFigures(
          runs.seed(),
          settings(measuring, writer.settings(), toLearn),
          List.copyOf(rows),
          improvements,
          List.copyOf(withVariants),
          sweep);
    }
  }

  // As the paper chose its puzzles: where the model needs no training, every choice is right, and
  // none is worth learning.
  private List<Puzzle> unsolvedInContext() {
    ProofRow<Puzzle> row =
        runs.row(
            "in-context-rounds",
            0,
            "in context, puzzles of the rounds",
            builder("in-context-rounds", base, plan.selfEdits()).method(Method.frozen()),
            data.train());
    List<Puzzle> unsolved =
        row.evaluation().results().stream()
            .filter(result -> result.accuracy() < 1)
            .map(InputResult::input)
            .toList();
    if (unsolved.isEmpty()) {
      throw new IllegalArgumentException(
          "the model solves all "
              + data.train().size()
              + " puzzles of the rounds in context, so that there is nothing to learn from them;"
              + " give others, or --rounds 0");
    }
    return unsolved;
  }

  private String settings(SealSettings measuring, SealSettings rounds, List<Puzzle> toLearn) {
    String used = plan.taskFor(base.info()).toString();
    String lines = "task        " + used + '\n' + measuring.describe();
    return plan.rounds() == 0
        ? lines
        : lines
            + "\nin rounds   "
            + plan.roundSelfEdits()
            + " self-edits per input, on "
            + toLearn.size()
            + " puzzles; left out, as solved in context: "
            + data.train().stream().filter(p -> !toLearn.contains(p)).map(Puzzle::id).toList()
            + '\n'
            + rounds.describeRounds();
  }

  private SealSettings methods(int stage, LanguageModel model) {
    add(PuzzleReference.IN_CONTEXT, stage, "in context", model, Method.frozen());
    add(PuzzleReference.ORACLE, stage, "oracle configuration", model, always(plan.oracle()));
    String id = PuzzleReference.OWN;
    try (Seal<Puzzle> seal = builder(id + '-' + stage, model, plan.selfEdits()).build()) {
      rows.add(
          new ProofRow<>(
              id, stage, "own choices", runs.run(seal, () -> seal.evaluate(data.test()))));
      if (!data.variants().isEmpty()) {
        withVariants(stage, model);
      }
      return seal.settings();
    }
  }

  private void withVariants(int stage, LanguageModel model) {
    ProofRow<Puzzle> own = rows.get(rows.size() - 1);
    String id = own.id() + "-variants";
    ProofRow<Puzzle> variants =
        runs.row(
            id,
            stage,
            "own choices, variants",
            builder(id + '-' + stage, model, plan.selfEdits()),
            data.variants());
    withVariants.add(
        new ProofRow<>(
            own.id() + "-and-variants",
            stage,
            "own choices, with variants",
            own.evaluation().and(variants.evaluation())));
  }

  private static Method<Puzzle> always(ToolChoice choice) {
    return Method.given(puzzle -> List.of(choice.toSelfEdit()));
  }

  private void add(String id, int stage, String label, LanguageModel model, Method<Puzzle> method) {
    rows.add(row(id, stage, label, model, method));
  }

  private ProofRow<Puzzle> row(
      String id, int stage, String label, LanguageModel model, Method<Puzzle> method) {
    return runs.row(
        id,
        stage,
        label,
        builder(id + '-' + stage, model, plan.selfEdits()).method(method),
        data.test());
  }

  private List<SweepRow> sweep() {
    List<SweepRow> sweep = new ArrayList<>();
    sweep.add(sweep("none", Set.of()));
    for (AugmentationGroup group : AugmentationGroup.values()) {
      sweep.add(sweep(group.name().toLowerCase(Locale.ROOT), Set.of(group)));
    }
    sweep.add(sweep("all", EnumSet.allOf(AugmentationGroup.class)));
    return List.copyOf(sweep);
  }

  private SweepRow sweep(String name, Set<AugmentationGroup> groups) {
    List<ProofRow<Puzzle>> strategies = new ArrayList<>();
    for (Strategy strategy : Strategy.values()) {
      ToolChoice choice =
          new ToolChoice(groups, strategy, plan.oracle().learningRate(), plan.oracle().epochs());
      String loss = strategy == Strategy.ALL_TOKENS ? "all-tokens" : "outputs";
      strategies.add(
          row("sweep-" + name + '-' + loss, 0, name + ", " + loss, base, always(choice)));
    }
    return new SweepRow(name, List.copyOf(strategies));
  }

  private SealBuilder<Puzzle> builder(String id, LanguageModel model, int selfEdits) {
    SealBuilder<Puzzle> builder = runs.builder(id, model, plan.task(), selfEdits);
    OptionalInt longest = data.answerTokens();
    if (longest.isPresent()) {
      Sampling answer = runs.samplings(model, plan.task()).answer();
      builder.answerSampling(answer.toBuilder().maxTokens(longest.getAsInt()).build());
    }
    return builder;
  }
}
