package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Progress;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.task.Task;
import dev.seal.api.task.Voting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts questions to a model, in the loop and afterwards. Safe for use by several threads. */
public final class Answering<T> {

  private final LanguageModel model;
  private final Task<T> task;
  private final Sampling sampling;
  private final Seeds seeds;

  /** Borrows the model. */
  public Answering(LanguageModel model, Task<T> task, Sampling sampling, Seeds seeds) {
    this.model = model;
    this.task = task;
    this.sampling = sampling;
    this.seeds = seeds;
  }

  /**
   * Who answers.
   *
   * @param candidate its number, or {@link Seeds#FROZEN}
   * @param evaluation which of the candidate's adapters, from 0
   * @param adapter its adapter, or null for the model as it is
   * @param seesInput whether the input is in view
   */
  public record Respondent(
      int candidate, int evaluation, @Nullable Adapter adapter, boolean seesInput) {

    /** The model as it is. */
    public static final Respondent FROZEN = new Respondent(Seeds.FROZEN, 0, null, false);
  }

  /** Answers questions in one call. */
  public List<String> ask(Subject<T> subject, Respondent respondent, List<String> questions) {
    List<Completion> completions =
        generate(model, requests(subject, respondent, questions), Progress.NONE);
    return answers(subject, questions, completions.stream().map(Completion::text).toList());
  }

  /** A request for each view of each question; a task without views has one per question. */
  List<GenerationRequest> requests(
      Subject<T> subject, Respondent respondent, List<String> questions) {
    List<GenerationRequest> requests = new ArrayList<>(questions.size());
    Map<String, Integer> asked = new HashMap<>();
    for (String question : questions) {
      for (Prompt prompt : prompts(subject, respondent.seesInput(), question)) {
        int repeat = asked.merge(question, 1, Integer::sum) - 1;
        long seed =
            seeds.answer(
                subject.key(), respondent.candidate(), respondent.evaluation(), question, repeat);
        requests.add(new GenerationRequest(prompt, sampling, seed, respondent.adapter()));
      }
    }
    return requests;
  }

  /** The prompts of a question. */
  public List<Prompt> prompts(Subject<T> subject, boolean seesInput, String question) {
    if (task instanceof Voting<T> voting) {
      return voting.views(subject.input(), question);
    }
    return List.of(
        seesInput
            ? task.askInContext(subject.input(), question)
            : task.ask(subject.input(), question));
  }

  /** The answers that completions of these questions' requests come to, in the same order. */
  List<String> answers(Subject<T> subject, List<String> questions, List<String> completions) {
    if (!(task instanceof Voting<T> voting)) {
      return completions;
    }
    Iterator<String> all = completions.iterator();
    return questions.stream()
        .map(
            question ->
                voting.vote(
                    subject.input(),
                    question,
                    next(all, voting.views(subject.input(), question).size())))
        .toList();
  }

  /**
   * Generates, and checks the count: a completion that is missing would shift all that follow to
   * the wrong question.
   */
  public static List<Completion> generate(
      LanguageModel model, List<GenerationRequest> requests, Progress progress) {
    List<Completion> completions = model.generate(requests, progress);
    if (completions.size() != requests.size()) {
      throw new EngineException(
          "the engine returned "
              + completions.size()
              + " completions for "
              + requests.size()
              + " requests; its generate() must return one per request");
    }
    return completions;
  }

  static long tokens(List<Completion> completions) {
    return completions.stream().mapToLong(completion -> completion.tokens().size()).sum();
  }

  /** The next few, in a list of their own. */
  static <E> List<E> next(Iterator<E> all, int count) {
    return Stream.generate(all::next).limit(count).toList();
  }
}
