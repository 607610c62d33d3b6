package dev.seal.bench.jmh;

import static java.util.Objects.requireNonNull;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.practice.Practice;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The inner loop's parts, an operation being one token of one row: with {@code -prof gc}, {@code
 * gc.alloc.rate.norm} is the bytes of Java's heap that a token takes. {@value #ROWS} rows in a
 * batch, prompts and documents of {@value #PROMPT} random tokens; what a call begins with is shared
 * out over its tokens.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 3)
public class TokenBenchmark {

  private static final int ROWS = 8;
  private static final int PROMPT = 32;
  private static final int DRAWN = 64;
  private static final int EPOCHS = 10;

  private @Nullable LanguageModel model;
  private List<GenerationRequest> greedy = List.of();
  private List<GenerationRequest> sampled = List.of();
  private List<LikelihoodRequest> measured = List.of();
  private List<TrainingPlan> plans = List.of();

  /** Opens the model and makes the requests. */
  @Setup
  public void open() {
    LanguageModel opened = new LoraEngine().open(Practice.model());
    model = opened;
    List<TokenIds> prompts =
        IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    TokenIds.of(
                        new SplittableRandom(row)
                            .ints(PROMPT, 0, opened.info().vocabularySize())
                            .toArray()))
            .toList();
    Sampling sampling =
        Sampling.builder().temperature(1).topP(0.95).minTokens(DRAWN).maxTokens(DRAWN).build();
    sampled = requests(prompts, sampling);
    greedy = requests(prompts, sampling.toBuilder().temperature(0).topP(1).build());
    measured = prompts.stream().map(ids -> new LikelihoodRequest(Prompt.tokens(ids))).toList();
    Adapter start = initialAdapter(opened, prompts.get(0));
    plans =
        prompts.stream()
            .map(
                ids ->
                    TrainingPlan.builder(List.of(TrainingDocument.tokens(ids, 1)))
                        .initialAdapter(start)
                        .training(TrainingSpec.builder().epochs(EPOCHS).build())
                        .build())
            .toList();
    requireAllTokens(opened.generate(greedy));
    requireAllTokens(opened.generate(sampled));
  }

  // Fresh weights are drawn once an adapter, and would hide what a token takes.
  private static Adapter initialAdapter(LanguageModel model, TokenIds document) {
    return model
        .train(
            List.of(
                TrainingPlan.builder(List.of(TrainingDocument.tokens(document, 1)))
                    .lora(LoraSpec.builder().rank(16).alpha(32).allModules().build())
                    .training(TrainingSpec.builder().epochs(1).build())
                    .build()))
        .get(0)
        .adapter()
        .orElseThrow();
  }

  private static List<GenerationRequest> requests(List<TokenIds> prompts, Sampling sampling) {
    return IntStream.range(0, prompts.size())
        .mapToObj(
            row -> new GenerationRequest(Prompt.tokens(prompts.get(row)), sampling, row, null))
        .toList();
  }

  private static void requireAllTokens(List<Completion> completions) {
    int tokens = completions.stream().mapToInt(each -> each.tokens().size()).sum();
    if (tokens != ROWS * DRAWN) {
      throw new IllegalStateException(
          "a call gives "
              + tokens
              + " tokens instead of "
              + ROWS * DRAWN
              + ", so an operation would not be one token");
    }
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    requireNonNull(model).close();
  }

  /**
   * Draws the likeliest token.
   *
   * @return the completions, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(ROWS * DRAWN)
  public List<Completion> decode() {
    return requireNonNull(model).generate(greedy);
  }

  /**
   * Draws a token at temperature 1 and top-p 0.95.
   *
   * @return the completions, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(ROWS * DRAWN)
  public List<Completion> sample() {
    return requireNonNull(model).generate(sampled);
  }

  /**
   * Takes the probability of a token.
   *
   * @return the likelihoods, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(ROWS * PROMPT)
  public List<Likelihood> likelihood() {
    return requireNonNull(model).logLikelihood(measured);
  }

  /**
   * Trains on a token, {@value #ROWS} adapters of rank 16 side by side with a document each, all
   * from the same start.
   *
   * @return the last loss, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(ROWS * PROMPT * EPOCHS)
  public double train() {
    List<TrainingResult> results = requireNonNull(model).train(plans);
    results.forEach(result -> result.adapter().ifPresent(Adapter::close));
    return results.get(0).steps().get(EPOCHS - 1).loss();
  }
}
