package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.EditRating;
import dev.seal.api.task.ModelGraded;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * From inputs to marked candidates: each phase is one call to a model for all candidates of all
 * inputs of a group. Adapters have one owner, an {@link AdapterPool}, until all phases are done.
 * Not safe for use by several threads.
 */
public final class InnerLoop<T> {

  private final Approach<T> approach;
  private final SealListener listener;
  private final Seeds seeds;
  private final Answering<T> answering;
  private final Writing<T> writing;
  private final Training<T> training;
  private final Asking<T> asking;
  private final @Nullable Judging<T> judging;
  private final @Nullable Grading<T> grading;
  private final @Nullable Rating<T> rating;

  /**
   * Borrows the models.
   *
   * @throws IllegalStateException if ratings make the reward, but the task makes no prompts for
   *     them
   */
  public InnerLoop(
      Roles roles,
      Task<T> task,
      Approach<T> approach,
      Scoring scoring,
      LoopSettings settings,
      Seeds seeds,
      SealListener listener) {
    this.approach = approach;
    this.listener = listener;
    this.seeds = seeds;
    this.answering = new Answering<>(roles.learner(), task, settings.answerSampling(), seeds);
    this.writing = new Writing<>(roles, task, approach, settings, seeds, listener);
    this.training = new Training<>(roles.learner(), settings, seeds, listener);
    this.asking = new Asking<>(roles.learner(), approach, settings, answering, listener);
    this.judging =
        task instanceof ModelGraded<T> judged ? new Judging<>(roles.judge(), judged) : null;
    if (scoring instanceof Scoring.Trained trained) {
      this.grading = new Grading<>(task, trained.reward());
      this.rating = null;
    } else {
      this.grading = null;
      this.rating = new Rating<>(roles.rater(), rated(task));
    }
  }

  private static <T> EditRating<T> rated(Task<T> task) {
    if (task instanceof EditRating<T> rated) {
      return rated;
    }
    throw new IllegalStateException(
        "the task \""
            + task
            + "\" makes no prompts that rate self-edits; use a reward that trains, or a task that"
            + " implements EditRating");
  }

  /** What asks questions as the loop does. */
  public Answering<T> answering() {
    return answering;
  }

  /**
   * Works on a group.
   *
   * @param keep whether the best adapters are the caller's then; else all are closed. A run that is
   *     recorded cannot keep them, as a phase that is not done again makes none
   * @return one result per input in their order
   */
  public List<Adapted<T>> run(List<Subject<T>> group, PhaseLog phases, boolean keep) {
    try (AdapterPool pool = new AdapterPool()) {
      List<Attempt<T>> attempts = writing.run(group, phases);
      if (rating != null) {
        rating.run(attempts, phases);
      } else {
        measure(attempts, phases, pool);
      }
      attempts.forEach(attempt -> finish(attempt, pool));
      List<Adapted<T>> results =
          attempts.stream()
              .map(attempt -> attempt.adapted(keep ? adapter(attempt) : null, phases.times()))
              .toList();
      if (keep) {
        pool.release();
      }
      return results;
    }
  }

  private void measure(List<Attempt<T>> attempts, PhaseLog phases, AdapterPool pool) {
    if (approach.trains()) {
      training.run(attempts, phases, pool);
    }
    asking.run(attempts, phases);
    Map<Prompt, String> verdicts = judging == null ? Map.of() : judging.run(attempts, phases);
    if (grading != null) {
      grading.run(attempts, verdicts, phases);
    }
  }

  // The adapters of all but the best are closed as soon as it is known.
  private void finish(Attempt<T> attempt, AdapterPool pool) {
    attempt.chooseBest(seeds);
    Adapter kept = adapter(attempt);
    for (Draft draft : attempt.drafts) {
      for (Draft.Trial trial : draft.trials) {
        if (trial.adapter != null && trial.adapter != kept) {
          pool.discard(trial.adapter);
        }
      }
    }
    Score frozen = attempt.frozen;
    if (frozen != null) {
      OptionalDouble after =
          attempt.best.isPresent() && attempt.best.get().score != null
              ? OptionalDouble.of(attempt.best.get().score.mean())
              : OptionalDouble.empty();
      listener.inputAdapted(new InputAdapted(attempt.subject.description(), frozen.mean(), after));
    }
  }

  private static @Nullable Adapter adapter(Attempt<?> attempt) {
    return attempt.best.map(Draft::adapter).orElse(null);
  }
}
