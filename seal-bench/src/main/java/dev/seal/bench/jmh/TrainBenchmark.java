package dev.seal.bench.jmh;

import static java.util.Objects.requireNonNull;

import dev.seal.api.Passage;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
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
 * One training step of adapters side by side, each on a document of its own (a person's passage,
 * about 60 tokens). Measured as a run of {@value #STEPS} steps, so a step's share of making the
 * adapters is in the figure.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 4, time = 3)
public class TrainBenchmark {

  private static final int STEPS = 10;

  /** How many adapters are trained in one call. */
  @Param({"1", "5", "16"})
  public int adapters;

  private @Nullable LanguageModel model;
  private List<TrainingPlan> plans = List.of();

  /** Opens the model and makes the plans. */
  @Setup
  public void open() {
    model = new LoraEngine().open(Practice.model());
    TrainingSpec training =
        TrainingSpec.builder()
            .learningRate(3e-3)
            .schedule(Schedule.CONSTANT)
            .epochs(STEPS)
            .batchSize(1)
            .build();
    LoraSpec lora = LoraSpec.builder().rank(16).alpha(32).allModules().build();
    plans =
        IntStream.range(0, adapters)
            .mapToObj(
                i ->
                    TrainingPlan.builder(document(Practice.people().test().get(i)))
                        .lora(lora)
                        .training(training)
                        .seed(i)
                        .build())
            .toList();
  }

  private static List<TrainingDocument> document(Passage person) {
    return Knowledge.implications().inputOnly(person, TrainingSpec.builder().build()).documents();
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    requireNonNull(model).close();
  }

  /**
   * Trains.
   *
   * @return the last loss, so that nothing is optimised away
   */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public double trainingStep() {
    List<TrainingResult> results = requireNonNull(model).train(plans);
    results.forEach(result -> result.adapter().ifPresent(Adapter::close));
    return results.get(0).steps().get(STEPS - 1).loss();
  }
}
