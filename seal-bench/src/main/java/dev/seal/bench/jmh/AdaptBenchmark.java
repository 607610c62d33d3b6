package dev.seal.bench.jmh;

import static java.util.Objects.requireNonNull;

import dev.seal.Adaptation;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole adaptation to one practice person, the same each time: five self-edits, five adapters
 * with the model's recommended settings, and 30 answers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2)
@Measurement(iterations = 5)
public class AdaptBenchmark {

  private final Passage person = Practice.people().test().get(0);
  private @Nullable Seal<Passage> seal;

  /** Opens the model. */
  @Setup
  public void open() {
    seal = Seal.builder().model(Practice.model()).task(Knowledge.implications()).build();
  }

  /** Closes the model. */
  @TearDown
  public void close() {
    requireNonNull(seal).close();
  }

  /**
   * Adapts.
   *
   * @return the accuracy, so that nothing is optimised away
   */
  @Benchmark
  public double adapt() {
    try (Adaptation<Passage> adaptation = requireNonNull(seal).adapt(person)) {
      return adaptation.accuracy();
    }
  }
}
