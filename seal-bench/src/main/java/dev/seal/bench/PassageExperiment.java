package dev.seal.bench;

import dev.seal.Estimate;
import dev.seal.Improvement;
import dev.seal.JointAdaptation;
import dev.seal.Method;
import dev.seal.Reward;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Sampling;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.knowledge.PromptStyle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Does what a {@link PassagePlan} says, with one seed. */
final class PassageExperiment implements ProofExperiment<PassageFigures> {

  private static final int REASONING = 4; // times as many tokens as an answer without it
  private static final int SINGLES = 8;

  private final LanguageModel base;
  private final PassageData data;
  private final PassagePlan plan;
  private final SealRuns<Passage> runs;
  private final List<ProofRow<Passage>> rows = new ArrayList<>();

  /** Borrows the model. */
  PassageExperiment(
      LanguageModel base, PassageData data, PassagePlan plan, SealRuns<Passage> runs) {
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
  public PassageFigures run() {
    List<Improvement<Passage>> improvements = new ArrayList<>();
    try (Seal<Passage> writer = seal("rounds", base, builder -> builder.rounds(1))) {
      for (int stage = 0; stage <= plan.rounds(); stage++) {
        if (stage > 0) {
          improvements.add(improve(writer, round(stage)));
        }
        methods(stage, stage == 0 ? base : writer.model());
      }
      if (!data.known().isEmpty() && plan.rounds() > 0) {
        known(0, base);
        known(plan.rounds(), writer.model());
      }
      List<SideReward> sides =
          plan.sides() && plan.rounds() > 0 ? sides(improvements.get(0)) : List.of();
      return new PassageFigures(
          runs.seed(),
          writer.settings().describe() + '\n' + writer.settings().describeRounds(),
          List.copyOf(rows),
          improvements,
          sides,
          joint());
    }
  }

  private List<Passage> round(int stage) {
    int from = (stage - 1) * plan.roundPassages();
    return data.train().subList(from, from + plan.roundPassages());
  }

  private void methods(int stage, LanguageModel model) {
    Knowledge task = task();
    add("frozen", stage, "frozen", model, Method.frozen(), task, UnaryOperator.identity());
    add(
        "in-context",
        stage,
        "passage in the prompt",
        model,
        Method.inContext(),
        task,
        UnaryOperator.identity());
    add(
        "in-context-reasoning",
        stage,
        "passage in the prompt, with reasoning",
        model,
        Method.inContext(),
        task.withReasoning(),
        builder -> builder.answerSampling(longer(model)));
    add(
        "passage",
        stage,
        "passage only",
        model,
        Method.inputOnly(),
        task,
        UnaryOperator.identity());
    for (PromptStyle style : plan.styles()) {
      boolean first = style == plan.styles().get(0);
      if (first || stage == 0) {
        add(
            first ? "own-edits" : "own-edits-" + style.key(),
            stage,
            "own edits" + (plan.styles().size() > 1 ? ", " + style.key() : ""),
            model,
            Method.selfEdits(),
            Knowledge.of(style).withGrader(plan.graders().get(0)),
            UnaryOperator.identity());
      }
    }
    if (data.outside().isPresent()) {
      Method<Passage> outside = data.outside().get();
      add(
          "outside-author",
          stage,
          "outside author's edits",
          model,
          outside,
          task,
          UnaryOperator.identity());
    }
  }

  private Sampling longer(LanguageModel model) {
    Sampling answer = runs.samplings(model, task()).answer();
    return answer.toBuilder().maxTokens(REASONING * answer.maxTokens()).build();
  }

  private void known(int stage, LanguageModel model) {
    rows.add(
        runs.row(
            "known",
            stage,
            "known passages, closed-book",
            builder("known-" + stage, model, task()).method(Method.frozen()),
            data.known()));
  }

  private void add(
      String id,
      int stage,
      String label,
      LanguageModel model,
      Method<Passage> method,
      Knowledge task,
      UnaryOperator<SealBuilder<Passage>> more) {
    rows.add(row(id, stage, label, model, method, task, more));
  }

  private ProofRow<Passage> row(
      String id,
      int stage,
      String label,
      LanguageModel model,
      Method<Passage> method,
      Knowledge task,
      UnaryOperator<SealBuilder<Passage>> more) {
    return runs.row(
        id,
        stage,
        label,
        more.apply(builder(id + '-' + stage, model, task).method(method)),
        data.test());
  }

  private Improvement<Passage> improve(Seal<Passage> seal, List<Passage> passages) {
    return runs.run(seal, () -> seal.improve(passages));
  }

  // The same self-edits by the same model as in the first round, with another reward.
  private List<SideReward> sides(Improvement<Passage> labelled) {
    List<Passage> unlabelled = PassageData.withoutQuestions(round(1));
    return List.of(
        side("own-questions", "its own questions", labelled, unlabelled, UnaryOperator.identity()),
        side("proxy", "its ratings", labelled, unlabelled, b -> b.reward(Reward.proxy())));
  }

  private SideReward side(
      String id,
      String label,
      Improvement<Passage> labelled,
      List<Passage> unlabelled,
      UnaryOperator<SealBuilder<Passage>> more) {
    try (Seal<Passage> seal = seal(id, base, b -> more.apply(b.rounds(1)))) {
      Improvement<Passage> improvement = improve(seal, unlabelled);
      ProofRow<Passage> row =
          row(
              id,
              1,
              "own edits, learned from " + label,
              seal.model(),
              Method.selfEdits(),
              task(),
              b -> b.selfEdits(plan.sideEdits()));
      rows.add(row);
      return SideReward.of(label, labelled, improvement, row);
    }
  }

  private List<JointRow> joint() {
    List<JointRow> joint = new ArrayList<>();
    for (int passages : plan.joint()) {
      joint.add(joint(passages, "passage", "passage only", Method.inputOnly()));
      joint.add(joint(passages, "own-edits", "own edits", Method.selfEdits()));
      data.outside()
          .ifPresent(
              outside -> joint.add(joint(passages, "outside-author", "outside author's", outside)));
    }
    return joint;
  }

  // One passage has few questions, so its figure is over several adapters for one passage each.
  private JointRow joint(int passages, String id, String label, Method<Passage> method) {
    int adapters = passages == 1 ? Math.min(SINGLES, data.test().size()) : 1;
    List<Double> after = new ArrayList<>();
    List<Double> before = new ArrayList<>();
    long documents = 0;
    long tokens = 0;
    long steps = 0;
    int rejected = 0;
    Duration time = Duration.ZERO;
    try (Seal<Passage> seal =
        builder("joint-" + id + '-' + passages, base, task().withWholeEdits())
            .method(method)
            .build()) {
      for (int adapter = 0; adapter < adapters; adapter++) {
        List<Passage> learned = data.many().subList(adapter * passages, (adapter + 1) * passages);
        try (JointAdaptation<Passage> all = runs.run(seal, () -> seal.adaptAll(learned))) {
          marks(all.scores(), after);
          marks(all.frozen(), before);
          documents += all.documents();
          tokens += all.trainedTokens();
          steps += all.steps().size();
          rejected += all.rejections().size();
          time = all.times().values().stream().reduce(time, Duration::plus);
        }
      }
    }
    return new JointRow(
        passages,
        adapters,
        label,
        Estimate.of(after),
        Estimate.of(before),
        documents / adapters,
        rejected,
        tokens / adapters,
        steps / adapters,
        time);
  }

  private static void marks(List<Score> scores, List<Double> all) {
    scores.forEach(score -> all.addAll(score.marks()));
  }

  private Knowledge task() {
    return Knowledge.of(plan.styles().get(0)).withGrader(plan.graders().get(0));
  }

  private Seal<Passage> seal(
      String id, LanguageModel model, UnaryOperator<SealBuilder<Passage>> more) {
    return more.apply(builder(id, model, task())).build();
  }

  private SealBuilder<Passage> builder(String id, LanguageModel model, Knowledge task) {
    SealBuilder<Passage> builder = runs.builder(id, model, task, plan.selfEdits());
    plan.budget().ifPresent(builder::trainingTokens);
    return builder;
  }
}
