package dev.seal.bench;

import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import java.util.ArrayList;
import java.util.List;

/** Trains and draws as many at once as it is told, and says what each costs. */
final class ScalingWork {

  private static final int PROMPT_TOKENS = 32;

  /**
   * From this many adapters a candidate on, some being used once more than others weighs little.
   */
  private static final int ALIKE = 4;

  private final LanguageModel model;
  private final TrialJob job;
  private final int epochs;
  private final int drawn;
  private final int[] text;

  /**
   * Work on a job's documents.
   *
   * @param drawn tokens drawn a row
   */
  ScalingWork(LanguageModel model, TrialJob job, int epochs, int drawn) {
    this.model = model;
    this.job = job;
    this.epochs = epochs;
    this.drawn = drawn;
    this.text =
        model
            .tokenizer()
            .encode(
                String.join(
                    "\n",
                    job.candidates().stream()
                        .flatMap(List::stream)
                        .map(document -> ((TrainingDocument.Text) document).text())
                        .toList()))
            .toArray();
  }

  /**
   * Trains so many adapters a call. Candidates differ in length, so small sizes are called once a
   * candidate, each time beginning with the next, and every candidate counts alike.
   *
   * @return milliseconds an adapter-step
   */
  double train(int adapters) {
    int candidates = job.candidates().size();
    int calls = adapters < ALIKE * candidates ? candidates : 1;
    long nanoseconds = 0;
    long steps = 0;
    for (int call = 0; call < calls; call++) {
      List<TrainingPlan> plans = new ArrayList<>();
      for (int i = 0; i < adapters; i++) {
        plans.add(job.plan(job.candidate(call + i), epochs, model.info().contextWindow(), i));
      }
      long start = System.nanoTime();
      List<TrainingResult> results = model.train(plans);
      nanoseconds += System.nanoTime() - start;
      for (TrainingResult result : results) {
        steps += result.steps().size();
        result
            .adapter()
            .orElseThrow(() -> new IllegalStateException(result.failure().orElseThrow().reason()))
            .close();
      }
    }
    return nanoseconds / 1e6 / steps;
  }

  /**
   * Draws so many rows in one call, each behind another prompt of the same length.
   *
   * @return milliseconds a token and row, with the row's share of reading the prompts
   */
  double draw(int rows) {
    Sampling sampling = Sampling.builder().temperature(1).minTokens(drawn).maxTokens(drawn).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      requests.add(new GenerationRequest(prompt(i, rows), sampling, i, null));
    }
    long start = System.nanoTime();
    long tokens = model.generate(requests).stream().mapToLong(row -> row.tokens().size()).sum();
    return (System.nanoTime() - start) / 1e6 / tokens;
  }

  private Prompt prompt(int row, int rows) {
    int[] ids = new int[PROMPT_TOKENS];
    int from = row * (text.length / rows);
    for (int i = 0; i < PROMPT_TOKENS; i++) {
      ids[i] = text[(from + i) % text.length];
    }
    return Prompt.tokens(TokenIds.of(ids));
  }
}
