package dev.seal.internal.loop;

import dev.seal.api.Question;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.task.QuestionWriting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Questions for inputs that have none: the model writes some with the input in view, and those are
 * kept whose answer it finds again with the input in view and not without.
 */
public final class OwnQuestions<T> {

  private static final int DRAFTS = 4;
  private static final int LARGEST_NUMBER = 20;
  private static final double FOUND = 0.5;

  private final Roles roles;
  private final QuestionWriting<T> task;
  private final LoopSettings settings;
  private final Seeds seeds;
  private final InnerLoop<T> check;

  /** Borrows the models. */
  public OwnQuestions(
      Roles roles,
      QuestionWriting<T> task,
      LoopSettings settings,
      Seeds seeds,
      SealListener listener) {
    this.roles = roles;
    this.task = task;
    this.settings = settings;
    this.seeds = seeds;
    this.check =
        new InnerLoop<>(
            roles,
            task,
            new Approach.InContext<>(),
            new Scoring.Trained(trial -> trial.adapted().mean()),
            settings,
            seeds,
            new SealListener() {});
  }

  /** The completions that were read, by input. */
  record Drafts(List<List<String>> byInput) {}

  /**
   * What became of one input.
   *
   * @param subject the input with the questions that were kept, perhaps none
   * @param written how many questions there were at first
   * @param known how many were answered without the input in view
   * @param lost how many were not answered with it
   */
  public record Found<T>(Subject<T> subject, int written, int known, int lost) {}

  /** Works on a group, whose inputs have no questions. */
  public List<Found<T>> run(List<Subject<T>> group, PhaseLog phases) {
    Iterator<List<String>> drafts = write(group, phases).byInput().iterator();
    List<Subject<T>> asking =
        group.stream()
            .map(subject -> withQuestions(subject, read(subject, drafts.next())))
            .toList();
    List<Subject<T>> asked =
        asking.stream().filter(subject -> !subject.questions().isEmpty()).toList();
    Iterator<Adapted<T>> checked =
        asked.isEmpty()
            ? Collections.emptyIterator()
            : check.run(asked, phases.part("check"), false).iterator();
    return asking.stream()
        .map(
            subject ->
                subject.questions().isEmpty()
                    ? new Found<>(subject, 0, 0, 0)
                    : keep(subject, checked.next()))
        .toList();
  }

  private Drafts write(List<Subject<T>> group, PhaseLog phases) {
    List<GenerationRequest> requests = new ArrayList<>();
    for (Subject<T> subject : group) {
      for (int draft = 0; draft < DRAFTS; draft++) {
        requests.add(
            new GenerationRequest(
                task.questionPrompt(subject.input()),
                settings.selfEditSampling(),
                seeds.question(subject.key(), draft),
                null));
      }
    }
    long[] tokens = new long[1];
    return phases.step(
        Phase.QUESTION,
        requests.size(),
        Drafts.class,
        progress -> {
          List<Completion> completions = Answering.generate(roles.learner(), requests, progress);
          tokens[0] = Answering.tokens(completions);
          Iterator<String> texts = completions.stream().map(OwnQuestions::whole).iterator();
          return new Drafts(group.stream().map(subject -> Answering.next(texts, DRAFTS)).toList());
        },
        ignored -> tokens[0]);
  }

  // The line that the token limit cut off may end within its answer.
  private static String whole(Completion completion) {
    String text = completion.text();
    return completion.reason() == FinishReason.LENGTH
        ? text.substring(0, Math.max(0, text.lastIndexOf('\n')))
        : text;
  }

  private List<Question> read(Subject<T> subject, List<String> completions) {
    Map<String, Question> questions = new LinkedHashMap<>();
    for (String completion : completions) {
      for (Question question : task.readQuestions(subject.input(), completion)) {
        if (questions.size() < LARGEST_NUMBER) {
          questions.putIfAbsent(question.text(), question);
        }
      }
    }
    return List.copyOf(questions.values());
  }

  private Subject<T> withQuestions(Subject<T> subject, List<Question> questions) {
    return subject.with(task.withQuestions(subject.input(), questions), questions);
  }

  private Found<T> keep(Subject<T> subject, Adapted<T> checked) {
    List<Question> questions = checked.subject().questions();
    List<Double> without = checked.frozen().orElseThrow().marks();
    List<Double> with = checked.outcomes().get(0).score().orElseThrow().marks();
    List<Question> kept = new ArrayList<>();
    int known = 0;
    int lost = 0;
    for (int i = 0; i < questions.size(); i++) {
      if (without.get(i) >= FOUND) {
        known++;
      } else if (with.get(i) < FOUND) {
        lost++;
      } else {
        kept.add(questions.get(i));
      }
    }
    return new Found<>(withQuestions(subject, kept), questions.size(), known, lost);
  }
}
