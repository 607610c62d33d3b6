package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Progress;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingStep;
import dev.seal.internal.loop.Draft.Trial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The second phase: one adapter for each evaluation of each candidate, all side by side. */
final class Training<T> {

  private final LanguageModel learner;
  private final LoopSettings settings;
  private final Seeds seeds;
  private final SealListener listener;

  Training(LanguageModel learner, LoopSettings settings, Seeds seeds, SealListener listener) {
    this.learner = learner;
    this.settings = settings;
    this.seeds = seeds;
    this.listener = listener;
  }

  /** What became of the plans, in their order. */
  record Trained(List<One> plans) {}

  /** What became of one plan; the failure is null where there is an adapter. */
  record One(@Nullable String failure, List<TrainingStep> steps, long tokens) {

    static One of(TrainingResult result) {
      return new One(
          result
              .failure()
              .map(failure -> "training failed at step " + failure.step() + ": " + failure.reason())
              .orElse(null),
          result.steps(),
          result.trainedTokens());
    }
  }

  void run(List<Attempt<T>> attempts, PhaseLog phases, AdapterPool pool) {
    List<TrainingPlan> plans = new ArrayList<>();
    for (Attempt<T> attempt : attempts) {
      for (Draft draft : attempt.alive().toList()) {
        draft.trials =
            Stream.iterate(0, evaluation -> evaluation + 1)
                .limit(settings.evaluations())
                .map(Trial::new)
                .toList();
        for (Trial trial : draft.trials) {
          plans.add(plan(attempt.subject, draft, trial));
        }
      }
    }
    if (plans.isEmpty()) {
      return;
    }
    List<TrainingResult> results = new ArrayList<>();
    // Answers need the adapters, so an interrupted run trains again where answers are missing.
    Trained trained =
        phases.recorded(Phase.ANSWER)
            ? phases.step(
                Phase.TRAIN,
                plans.size(),
                Trained.class,
                progress -> {
                  throw new AssertionError("answers are recorded, but training is not");
                },
                Training::tokens)
            : phases.again(
                Phase.TRAIN,
                plans.size(),
                Trained.class,
                progress -> {
                  results.addAll(train(plans, progress, pool));
                  return new Trained(results.stream().map(One::of).toList());
                },
                Training::tokens);
    take(attempts, trained.plans().iterator(), results.iterator());
  }

  private TrainingPlan plan(Subject<T> subject, Draft draft, Trial trial) {
    if (draft.lesson == null) {
      throw new AssertionError("no lesson: " + subject.description());
    }
    TrainingPlan plan =
        TrainingPlan.builder(draft.lesson.documents())
            .lora(settings.lora())
            .training(Window.fit(draft.lesson.training(), learner.info()))
            .seed(seeds.train(subject.key(), draft.number, trial.evaluation))
            .build();
    return settings.trainingTokens().isPresent()
        ? TokenBudget.spend(settings.trainingTokens().getAsLong(), plan, learner.tokenizer())
        : plan;
  }

  private List<TrainingResult> train(
      List<TrainingPlan> plans, Progress progress, AdapterPool pool) {
    List<TrainingResult> results = learner.train(plans, progress);
    pool.own(results);
    requireOnePerPlan(results, plans);
    return results;
  }

  static void requireOnePerPlan(List<TrainingResult> results, List<TrainingPlan> plans) {
    if (results.size() != plans.size()) {
      throw new EngineException(
          "the engine returned "
              + results.size()
              + " training results for "
              + plans.size()
              + " plans; its train() must return one per plan");
    }
  }

  private void take(
      List<Attempt<T>> attempts, Iterator<One> trained, Iterator<TrainingResult> results) {
    for (Attempt<T> attempt : attempts) {
      for (Draft draft : attempt.alive().toList()) {
        for (Trial trial : draft.trials) {
          One one = trained.next();
          trial.steps = one.steps();
          trial.trainedTokens = one.tokens();
          if (results.hasNext()) {
            trial.adapter = results.next().adapter().orElse(null);
          }
          if (one.failure() != null && draft.alive()) {
            Writing.reject(listener, attempt, draft, one.failure());
          }
        }
      }
    }
  }

  private static long tokens(Trained trained) {
    return trained.plans().stream().mapToLong(One::tokens).sum();
  }
}
