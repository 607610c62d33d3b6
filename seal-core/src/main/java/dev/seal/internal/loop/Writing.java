package dev.seal.internal.loop;

import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.task.Task;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The first phase: candidates, and the lesson of each. */
final class Writing<T> {

  private final LanguageModel author;
  private final LanguageModel learner;
  private final Task<T> task;
  private final Approach<T> approach;
  private final LoopSettings settings;
  private final Seeds seeds;
  private final SealListener listener;

  Writing(
      Roles roles,
      Task<T> task,
      Approach<T> approach,
      LoopSettings settings,
      Seeds seeds,
      SealListener listener) {
    this.author = roles.author();
    this.learner = roles.learner();
    this.task = task;
    this.approach = approach;
    this.settings = settings;
    this.seeds = seeds;
    this.listener = listener;
  }

  /** The edits that were written, by input and candidate. */
  record Edits(List<List<String>> byInput) {}

  List<Attempt<T>> run(List<Subject<T>> group, PhaseLog phases) {
    List<Attempt<T>> attempts = new ArrayList<>();
    if (approach.writes()) {
      Iterator<List<String>> edits = write(group, phases).byInput().iterator();
      for (Subject<T> subject : group) {
        attempts.add(
            new Attempt<>(subject, drafts(edits.next().stream().map(SelfEdit::new).toList())));
      }
    } else {
      group.forEach(subject -> attempts.add(new Attempt<>(subject, withoutWriting(subject))));
    }
    if (approach.trains()) {
      attempts.forEach(this::plan);
    }
    return attempts;
  }

  private List<Draft> withoutWriting(Subject<T> subject) {
    if (approach instanceof Approach.Frozen<T>) {
      return List.of();
    }
    return approach instanceof Approach.Given<T>
        ? drafts(subject.givenEdits())
        : List.of(new Draft(0, null));
  }

  private static List<Draft> drafts(List<SelfEdit> edits) {
    List<Draft> drafts = new ArrayList<>(edits.size());
    for (SelfEdit edit : edits) {
      drafts.add(new Draft(drafts.size(), edit));
    }
    return drafts;
  }

  private Edits write(List<Subject<T>> group, PhaseLog phases) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Subject<T> subject : group) {
      for (int candidate = 0; candidate < settings.selfEdits(); candidate++) {
        long seed = seeds.write(subject.key(), candidate);
        requests.add(
            new GenerationRequest(subject.prompt(), settings.selfEditSampling(), seed, null));
      }
    }
    long[] tokens = new long[1];
    return phases.step(
        Phase.WRITE,
        requests.size(),
        Edits.class,
        progress -> {
          List<Completion> completions = Answering.generate(author, requests, progress);
          tokens[0] = Answering.tokens(completions);
          Iterator<String> texts = completions.stream().map(Completion::text).iterator();
          List<List<String>> byInput = new ArrayList<>();
          for (int input = 0; input < group.size(); input++) {
            byInput.add(Answering.next(texts, settings.selfEdits()));
          }
          return new Edits(byInput);
        },
        edits -> tokens[0]);
  }

  private void plan(Attempt<T> attempt) {
    T input = attempt.subject.input();
    for (Draft draft : attempt.drafts) {
      try {
        if (draft.edit == null) {
          draft.lesson = Window.fit(task.inputOnly(input, settings.training()), learner);
        } else {
          draft.editTokens = learner.tokenizer().encode(draft.edit.text()).size();
          draft.lesson = Window.fit(task.plan(input, draft.edit, settings.training()), learner);
        }
      } catch (UnusableEditException unusable) {
        reject(listener, attempt, draft, String.valueOf(unusable.getMessage()));
      }
    }
  }

  static void reject(SealListener listener, Attempt<?> attempt, Draft draft, String reason) {
    draft.rejection = reason;
    listener.candidateRejected(
        new CandidateRejected(attempt.subject.description(), draft.number, reason));
  }
}
