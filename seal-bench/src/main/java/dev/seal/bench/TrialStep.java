package dev.seal.bench;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingStep;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Does one SEAL step with this library, and times its parts. */
final class TrialStep {

  private static final int WARM_UP_TOKENS = 4;
  private static final int WARM_UP_DOCUMENTS = 2;

  private final LanguageModel model;
  private final TrialJob job;

  TrialStep(LanguageModel model, TrialJob job) {
    this.model = model;
    this.job = job;
  }

  /**
   * What came of it.
   *
   * @param busyThreads how many threads computed together in training; empty where not known
   * @param missingTokens by how many tokens self-edits and answers together fell short
   */
  record Outcome(TrialFigures figures, OptionalInt busyThreads, long missingTokens) {}

  /**
   * Does a little of every phase, untimed: the first calls load classes, compile them, and let
   * libtorch make its threads.
   */
  void warmUp() {
    sample(Math.min(WARM_UP_TOKENS, job.sampleTokens()));
    List<TrainingResult> results =
        train(
            plans(
                job.candidates().stream()
                    .map(all -> all.subList(0, Math.min(WARM_UP_DOCUMENTS, all.size())))
                    .toList(),
                1));
    answer(results, Math.min(WARM_UP_TOKENS, job.answerTokens()));
    close(results);
  }

  Outcome run(int threads) {
    long start = System.nanoTime();
    long missing = sample(job.sampleTokens());
    double sampleSeconds = since(start);
    List<TrainingPlan> plans = plans(job.candidates(), job.training().epochs());
    BusyThreads busy = new BusyThreads();
    start = System.nanoTime();
    List<TrainingResult> results = train(plans);
    double trainSeconds = since(start);
    OptionalInt busyThreads = busy.count();
    start = System.nanoTime();
    missing += answer(results, job.answerTokens());
    double answerSeconds = since(start);
    close(results);
    // The batch is mixed, so its time can only be shared out by rows.
    double frozenSeconds = answerSeconds / (results.size() + 1);
    return new Outcome(
        new TrialFigures(
            "seal",
            model.info().device(),
            threads,
            model.info().precision(),
            sampleSeconds,
            frozenSeconds,
            answerSeconds - frozenSeconds,
            trainSeconds,
            results.stream().mapToLong(result -> result.steps().size()).sum(),
            results.stream().mapToLong(TrainingResult::trainedTokens).sum(),
            (long) job.samples() * job.sampleTokens(),
            results.stream().map(this::lastEpochLoss).toList()),
        busyThreads,
        missing);
  }

  private long sample(int tokens) {
    Sampling sampling = exactly(tokens).temperature(1).topP(0.95).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < job.samples(); i++) {
      requests.add(new GenerationRequest(job.prompt(), sampling, i, null));
    }
    return generate(requests, tokens);
  }

  private long answer(List<TrainingResult> results, int tokens) {
    Sampling greedy = exactly(tokens).temperature(0).build();
    List<GenerationRequest> requests = new ArrayList<>();
    ask(null, greedy, requests);
    results.forEach(result -> ask(result.adapter().orElseThrow(), greedy, requests));
    return generate(requests, tokens);
  }

  private void ask(@Nullable Adapter adapter, Sampling greedy, List<GenerationRequest> requests) {
    for (Prompt question : job.questions()) {
      requests.add(new GenerationRequest(question, greedy, 0, adapter));
    }
  }

  private static Sampling.Builder exactly(int tokens) {
    return Sampling.builder().minTokens(tokens).maxTokens(tokens);
  }

  private long generate(List<GenerationRequest> requests, int tokens) {
    long missing = 0;
    for (Completion completion : model.generate(requests)) {
      missing += tokens - completion.tokens().size();
    }
    return missing;
  }

  private List<TrainingPlan> plans(List<List<TrainingDocument>> candidates, int epochs) {
    List<TrainingPlan> plans = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      plans.add(job.plan(candidates.get(i), epochs, model.info().contextWindow(), i));
    }
    return plans;
  }

  private List<TrainingResult> train(List<TrainingPlan> plans) {
    List<TrainingResult> results = model.train(plans);
    for (TrainingResult result : results) {
      result
          .failure()
          .ifPresent(
              failure -> {
                throw new IllegalStateException(
                    "training failed at step " + failure.step() + ": " + failure.reason());
              });
    }
    return results;
  }

  private static void close(List<TrainingResult> results) {
    results.forEach(result -> result.adapter().ifPresent(Adapter::close));
  }

  private double lastEpochLoss(TrainingResult result) {
    List<TrainingStep> steps = result.steps();
    int epoch = steps.size() / job.training().epochs();
    return steps.subList(steps.size() - epoch, steps.size()).stream()
        .mapToDouble(TrainingStep::loss)
        .average()
        .orElseThrow();
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
