package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.task.Lesson;
import dev.seal.api.task.Task;
import dev.seal.internal.loop.Answering.Respondent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Stream;

/**
 * From inputs to marked candidates: each phase is one call to the model for all candidates of all
 * inputs of a group. Adapters have one owner, an {@link AdapterPool}, until all phases are done.
 * Not safe for use by several threads.
 */
public final class InnerLoop<T> {

  private final LanguageModel model;
  private final Task<T> task;
  private final Approach<T> approach;
  private final LoopSettings settings;
  private final SealListener listener;
  private final Seeds seeds;
  private final Answering<T> answering;
  private final Grading<T> grading;

  /** Borrows the model. */
  public InnerLoop(
      LanguageModel model,
      Task<T> task,
      Approach<T> approach,
      ToDoubleBiFunction<Score, Score> reward,
      LoopSettings settings,
      SealListener listener) {
    this.model = model;
    this.task = task;
    this.approach = approach;
    this.settings = settings;
    this.listener = listener;
    this.seeds = new Seeds(settings.seed());
    this.answering = new Answering<>(model, task, settings.answerSampling(), seeds);
    this.grading = new Grading<>(task, reward, seeds, listener);
  }

  /** What asks questions as the loop does. */
  public Answering<T> answering() {
    return answering;
  }

  /**
   * Works on a group.
   *
   * @return one result per input in their order; their adapters are the caller's
   */
  public List<Adapted<T>> run(List<Subject<T>> group, Cancellation cancellation) {
    PhaseLog phases = new PhaseLog(listener, cancellation);
    try (AdapterPool pool = new AdapterPool()) {
      List<Attempt<T>> attempts = attempts(group, phases);
      if (approach.trains()) {
        attempts.forEach(this::plan);
        train(attempts, phases, pool);
      }
      answer(attempts, phases);
      grading.run(attempts, phases, pool);
      List<Adapted<T>> results =
          attempts.stream().map(attempt -> attempt.adapted(phases.times())).toList();
      pool.release();
      return results;
    }
  }

  private List<Attempt<T>> attempts(List<Subject<T>> group, PhaseLog phases) {
    if (approach instanceof Approach.SelfEdits<T>) {
      return write(group, phases);
    }
    return group.stream().map(subject -> new Attempt<>(subject, withoutWriting(subject))).toList();
  }

  private List<Draft> withoutWriting(Subject<T> subject) {
    if (approach instanceof Approach.Frozen<T>) {
      return List.of();
    }
    if (approach instanceof Approach.Given<T>) {
      List<Draft> drafts = new ArrayList<>();
      for (SelfEdit edit : subject.givenEdits()) {
        drafts.add(new Draft(drafts.size(), edit));
      }
      return drafts;
    }
    return List.of(new Draft(0, null));
  }

  private List<Attempt<T>> write(List<Subject<T>> group, PhaseLog phases) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Subject<T> subject : group) {
      for (int candidate = 0; candidate < settings.selfEdits(); candidate++) {
        long seed = seeds.write(subject.key(), candidate);
        requests.add(
            new GenerationRequest(subject.prompt(), settings.selfEditSampling(), seed, null));
      }
    }
    Iterator<Completion> completions = generate(Phase.WRITE, requests, phases).iterator();
    List<Attempt<T>> attempts = new ArrayList<>();
    for (Subject<T> subject : group) {
      List<Draft> drafts = new ArrayList<>();
      for (int candidate = 0; candidate < settings.selfEdits(); candidate++) {
        drafts.add(new Draft(candidate, new SelfEdit(completions.next().text())));
      }
      attempts.add(new Attempt<>(subject, drafts));
    }
    return attempts;
  }

  private void plan(Attempt<T> attempt) {
    T input = attempt.subject.input();
    for (Draft draft : attempt.drafts) {
      try {
        draft.lesson =
            draft.edit == null
                ? task.inputOnly(input, settings.training())
                : task.plan(input, draft.edit, settings.training());
      } catch (UnusableEditException unusable) {
        reject(attempt, draft, String.valueOf(unusable.getMessage()));
      }
    }
  }

  private void reject(Attempt<T> attempt, Draft draft, String reason) {
    draft.rejection = reason;
    listener.candidateRejected(
        new CandidateRejected(attempt.subject.description(), draft.number, reason));
  }

  private void train(List<Attempt<T>> attempts, PhaseLog phases, AdapterPool pool) {
    List<TrainingPlan> plans = new ArrayList<>();
    for (Attempt<T> attempt : attempts) {
      for (Draft draft : attempt.drafts) {
        if (draft.lesson != null) {
          plans.add(trainingPlan(attempt.subject, draft.number, draft.lesson));
        }
      }
    }
    if (plans.isEmpty()) {
      return;
    }
    Iterator<TrainingResult> results = trainAll(plans, phases, pool).iterator();
    for (Attempt<T> attempt : attempts) {
      attempt.alive().toList().forEach(draft -> take(attempt, draft, results.next()));
    }
  }

  private TrainingPlan trainingPlan(Subject<T> subject, int candidate, Lesson lesson) {
    return TrainingPlan.builder(lesson.documents())
        .lora(settings.lora())
        .training(Window.fit(lesson.training(), model.info()))
        .seed(seeds.train(subject.key(), candidate))
        .build();
  }

  private List<TrainingResult> trainAll(
      List<TrainingPlan> plans, PhaseLog phases, AdapterPool pool) {
    return phases.run(
        Phase.TRAIN,
        plans.size(),
        progress -> {
          List<TrainingResult> results = model.train(plans, progress);
          pool.own(results);
          if (results.size() != plans.size()) {
            throw new EngineException(
                "the engine returned "
                    + results.size()
                    + " training results for "
                    + plans.size()
                    + " plans; its train() must return one per plan");
          }
          return results;
        },
        results -> results.stream().mapToLong(TrainingResult::trainedTokens).sum());
  }

  private void take(Attempt<T> attempt, Draft draft, TrainingResult result) {
    draft.steps = result.steps();
    draft.trainedTokens = result.trainedTokens();
    result
        .failure()
        .ifPresentOrElse(
            failure ->
                reject(
                    attempt,
                    draft,
                    "training failed at step " + failure.step() + ": " + failure.reason()),
            () -> draft.adapter = result.adapter().orElseThrow());
  }

  private void answer(List<Attempt<T>> attempts, PhaseLog phases) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Attempt<T> attempt : attempts) {
      List<String> questions = attempt.subject.questionTexts();
      Stream.concat(Stream.of(Respondent.FROZEN), attempt.alive().map(this::respondent))
          .forEach(who -> requests.addAll(answering.requests(attempt.subject, who, questions)));
    }
    Iterator<Completion> completions = generate(Phase.ANSWER, requests, phases).iterator();
    for (Attempt<T> attempt : attempts) {
      int questions = attempt.subject.questions().size();
      attempt.frozenAnswers = texts(next(completions, questions));
      for (Draft draft : attempt.alive().toList()) {
        List<Completion> answers = next(completions, questions);
        draft.answers = texts(answers);
        if (answers.stream().anyMatch(answer -> answer.reason() == FinishReason.DIVERGED)) {
          reject(
              attempt,
              draft,
              "the adapter diverged: its logits are not finite numbers; lower the learning rate ("
                  + settings.training().learningRate()
                  + ")");
        }
      }
    }
  }

  private Respondent respondent(Draft draft) {
    return new Respondent(draft.number, draft.adapter, approach.seesInput());
  }

  private static List<Completion> next(Iterator<Completion> completions, int count) {
    return Stream.generate(completions::next).limit(count).toList();
  }

  private static List<String> texts(List<Completion> completions) {
    return completions.stream().map(Completion::text).toList();
  }

  private List<Completion> generate(
      Phase phase, List<GenerationRequest> requests, PhaseLog phases) {
    return phases.run(
        phase,
        requests.size(),
        progress -> Answering.generate(model, requests, progress),
        completions -> completions.stream().mapToLong(c -> c.tokens().size()).sum());
  }
}
