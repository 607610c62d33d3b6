package dev.seal.internal.loop;

import dev.seal.api.event.Phase;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.task.ModelGraded;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Asks the judge about all sets of answers in one call, each different prompt once: candidates give
 * the same answers often. The judge is greedy.
 */
final class Judging<T> {

  private static final Sampling GREEDY = Sampling.builder().temperature(0).maxTokens(64).build();

  private final LanguageModel judge;
  private final ModelGraded<T> task;

  Judging(LanguageModel judge, ModelGraded<T> task) {
    this.judge = judge;
    this.task = task;
  }

  /** What the judge said, one completion for each prompt. */
  record Verdicts(List<String> completions) {}

  /** The verdicts by prompt; empty where the task needs no judge. */
  Map<Prompt, String> run(List<Attempt<T>> attempts, PhaseLog phases) {
    Set<Prompt> prompts = new LinkedHashSet<>();
    for (Attempt<T> attempt : attempts) {
      attempt
          .answerSets()
          .forEach(
              answers -> prompts.addAll(task.gradingPrompts(attempt.subject.input(), answers)));
    }
    Map<Prompt, String> verdicts = new HashMap<>();
    if (prompts.isEmpty()) {
      return verdicts;
    }
    List<GenerationRequest> requests = new ArrayList<>();
    prompts.forEach(prompt -> requests.add(new GenerationRequest(prompt, GREEDY)));
    long[] tokens = new long[1];
    Verdicts said =
        phases.step(
            Phase.JUDGE,
            requests.size(),
            Verdicts.class,
            progress -> {
              List<Completion> completions = Answering.generate(judge, requests, progress);
              tokens[0] = Answering.tokens(completions);
              return new Verdicts(completions.stream().map(Completion::text).toList());
            },
            ignored -> tokens[0]);
    for (int i = 0; i < requests.size(); i++) {
      verdicts.put(requests.get(i).prompt(), said.completions().get(i));
    }
    return verdicts;
  }
}
