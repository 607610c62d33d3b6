package dev.seal.internal.loop;

import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.internal.loop.Answering.Respondent;
import dev.seal.internal.loop.Draft.Trial;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The third phase: the frozen model and each adapter answer the questions, all in one call. */
final class Asking<T> {

  private final LanguageModel learner;
  private final Approach<T> approach;
  private final LoopSettings settings;
  private final Answering<T> answering;
  private final SealListener listener;

  Asking(
      LanguageModel learner,
      Approach<T> approach,
      LoopSettings settings,
      Answering<T> answering,
      SealListener listener) {
    this.learner = learner;
    this.approach = approach;
    this.settings = settings;
    this.answering = answering;
    this.listener = listener;
  }

  /** Of each input the frozen model's sheet, then those of each trial. */
  record Answers(List<Sheet> sheets) {}

  /** The completions of one respondent; diverged if its logits were not finite. */
  record Sheet(List<String> answers, boolean diverged) {

    static Sheet of(List<Completion> completions) {
      return new Sheet(
          completions.stream().map(Completion::text).toList(),
          completions.stream().anyMatch(c -> c.reason() == FinishReason.DIVERGED));
    }
  }

  void run(List<Attempt<T>> attempts, PhaseLog phases) {
    List<GenerationRequest> requests = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (Attempt<T> attempt : attempts) {
      List<String> questions = attempt.subject.questionTexts();
      for (Respondent who : respondents(attempt)) {
        List<GenerationRequest> asked = answering.requests(attempt.subject, who, questions);
        requests.addAll(asked);
        sizes.add(asked.size());
      }
    }
    long[] tokens = new long[1];
    Answers answers =
        phases.step(
            Phase.ANSWER,
            requests.size(),
            Answers.class,
            progress -> {
              List<Completion> all = Answering.generate(learner, requests, progress);
              tokens[0] = Answering.tokens(all);
              Iterator<Completion> completions = all.iterator();
              return new Answers(
                  sizes.stream().map(size -> Sheet.of(Answering.next(completions, size))).toList());
            },
            ignored -> tokens[0]);
    Iterator<Sheet> sheets = answers.sheets().iterator();
    for (Attempt<T> attempt : attempts) {
      attempt.frozenAnswers = answers(attempt, sheets.next());
      for (Draft draft : attempt.alive().toList()) {
        draft.trials.forEach(trial -> take(attempt, draft, trial, sheets.next()));
      }
    }
  }

  private List<Respondent> respondents(Attempt<T> attempt) {
    List<Respondent> respondents = new ArrayList<>(List.of(Respondent.FROZEN));
    for (Draft draft : attempt.alive().toList()) {
      if (!approach.trains()) {
        draft.trials = List.of(new Trial(0));
      }
      for (Trial trial : draft.trials) {
        respondents.add(
            new Respondent(draft.number, trial.evaluation, trial.adapter, approach.seesInput()));
      }
    }
    return respondents;
  }

  private List<String> answers(Attempt<T> attempt, Sheet sheet) {
    return answering.answers(attempt.subject, attempt.subject.questionTexts(), sheet.answers());
  }

  private void take(Attempt<T> attempt, Draft draft, Trial trial, Sheet sheet) {
    trial.answers = answers(attempt, sheet);
    if (sheet.diverged() && draft.alive()) {
      Writing.reject(
          listener,
          attempt,
          draft,
          "the adapter diverged: its logits are not finite numbers; lower the learning rate ("
              + settings.training().learningRate()
              + ")");
    }
  }
}
