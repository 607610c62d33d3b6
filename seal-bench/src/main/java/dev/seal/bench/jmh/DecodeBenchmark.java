package dev.seal.bench.jmh;

import static java.util.Objects.requireNonNull;

import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Sampling;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.util.List;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decode step of requests in one batch: a token for each. Measured as a run of {@value #STEPS}
 * steps, so a step's share of reading the prompts (about 90 tokens each) is in the figure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 3)
public class DecodeBenchmark {

  private static final int STEPS = 32;

  /** How many requests share a call. */
  @Param({"1", "8", "32"})
  public int requests;

  private @Nullable LanguageModel model;
  private List<GenerationRequest> batch = List.of();

  /** Opens the model and makes the requests. */
  @Setup
  public void open() {
    model = new LoraEngine().open(Practice.model());
    Sampling greedy = Sampling.builder().temperature(0).maxTokens(STEPS).build();
    Knowledge task = Knowledge.implications();
    batch =
        IntStream.range(0, requests)
            .mapToObj(
                i ->
                    new GenerationRequest(
                        task.prompt(Practice.people().test().get(i)), greedy, i, null))
            .toList();
    for (Completion completion : model.generate(batch)) {
      if (completion.tokens().size() != STEPS) {
        throw new IllegalStateException(
            "a completion ended after "
                + completion.tokens().size()
                + " tokens, so a run would not be "
                + STEPS
                + " steps of all requests");
      }
    }
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    requireNonNull(model).close();
  }

  /**
   * Decodes.
   *
   * @return the completions, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public List<Completion> decodeStep() {
    return requireNonNull(model).generate(batch);
  }
}
