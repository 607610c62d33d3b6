package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.task.ModelGraded;
import dev.seal.api.task.Task;
import dev.seal.internal.loop.FineTuning.FineTuned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One adapter for many inputs (paper, "continued pretraining"). Not safe for several threads. */
public final class JointLoop<T> {

  private final Roles roles;
  private final Task<T> task;
  private final FineTuning fineTuning;
  private final LoraTraining how;
  private final Seeds seeds;
  private final Groups groups;
  private final Answering<T> answering;
  private final Writing<T> writing;
  private final Asking<T> asking;

  /** Borrows the models. */
  public JointLoop(
      Roles roles,
      Task<T> task,
      Approach<T> approach,
      FineTuning fineTuning,
      LoraTraining how,
      LoopSettings settings,
      Seeds seeds,
      Groups groups,
      SealListener listener) {
    this.roles = roles;
    this.task = task;
    this.fineTuning = fineTuning;
    this.how = how;
    this.seeds = seeds;
    this.groups = groups;
    this.answering = new Answering<>(roles.learner(), task, settings.answerSampling(), seeds);
    this.writing = new Writing<>(roles, task, approach, settings, seeds, listener);
    this.asking = new Asking<>(roles.learner(), approach, settings, answering, listener);
  }

  /**
   * What was trained, and what it is worth.
   *
   * @param frozen the marks of the model as it is, by input
   * @param adapted the marks with the adapter, by input
   * @param adapter the adapter, owned by whoever gets this
   * @param documents how many documents were trained on
   * @param rejections why self-edits could not be used
   */
  public record Joint<T>(
      List<Subject<T>> subjects,
      List<Score> frozen,
      List<Score> adapted,
      Adapter adapter,
      FineTuned tuned,
      int documents,
      List<String> rejections) {}

  /** What asks questions as the loop does. */
  public Answering<T> answering() {
    return answering;
  }

  /** Writes, trains, asks and marks. */
  public Joint<T> run(List<Subject<T>> subjects, PhaseLog phases) {
    String words = "one adapter for " + subjects.size() + " inputs";
    groups.tell(words, 0, subjects.size());
    List<Draft> drafts =
        groups.each(subjects, phases, writing::run).stream()
            .flatMap(attempt -> attempt.drafts.stream())
            .toList();
    List<TrainingDocument> documents =
        drafts.stream()
            .map(draft -> draft.lesson)
            .flatMap(lesson -> lesson == null ? Stream.of() : lesson.documents().stream())
            .toList();
    List<String> rejections =
        drafts.stream().filter(draft -> !draft.alive()).map(draft -> "" + draft.rejection).toList();
    if (documents.isEmpty()) {
      throw new IllegalArgumentException(
          "there is nothing to train on, as all "
              + drafts.size()
              + " self-edits were rejected, the first because "
              + rejections.get(0));
    }
    FineTuned tuned = fineTuning.run(Phase.TRAIN, documents, how, seeds.joint(), phases);
    Adapter adapter = fineTuning.open(tuned);
    try {
      List<Attempt<T>> attempts = measure(subjects, adapter, phases);
      groups.tell(words, subjects.size(), subjects.size());
      return new Joint<>(
          subjects,
          attempts.stream().map(attempt -> marks(attempt.frozen)).toList(),
          attempts.stream()
              .map(attempt -> attempt.drafts.get(0).score)
              .map(JointLoop::marks)
              .toList(),
          adapter,
          tuned,
          documents.size(),
          rejections);
    } catch (RuntimeException | Error failure) {
      Closing.afterFailure(adapter, failure);
      throw failure;
    }
  }

  private List<Attempt<T>> measure(List<Subject<T>> subjects, Adapter adapter, PhaseLog phases) {
    List<Attempt<T>> attempts = new ArrayList<>();
    for (Subject<T> subject : subjects) {
      Draft draft = new Draft(0, null);
      Draft.Trial trial = new Draft.Trial(0);
      trial.adapter = adapter;
      draft.trials = List.of(trial);
      attempts.add(new Attempt<>(subject, List.of(draft)));
    }
    asking.run(attempts, phases);
    Map<Prompt, String> verdicts =
        task instanceof ModelGraded<T> judged
            ? new Judging<>(roles.judge(), judged).run(attempts, phases)
            : Map.of();
    new Grading<>(task, trial -> trial.adapted().mean()).run(attempts, verdicts, phases);
    return attempts;
  }

  private static Score marks(@Nullable Score score) {
    if (score == null) {
      throw new EngineException(
          "the adapter for all inputs diverged: its logits are not finite numbers; lower the"
              + " learning rate");
    }
    return score;
  }
}
