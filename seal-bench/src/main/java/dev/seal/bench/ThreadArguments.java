package dev.seal.bench;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** On how many threads a command's model computes. */
final class ThreadArguments {

  // DJL reads it when it starts libtorch, which then tells OpenMP and MKL.
  private static final String PROPERTY = "ai.djl.pytorch.num_threads";

  private @Nullable Integer threads;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of the native library; default one per core.")
  void threads(int threads) {
    if (threads < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be >= 1, but was " + threads);
    }
    this.threads = threads;
  }

  int number() {
    return threads == null ? Runtime.getRuntime().availableProcessors() : threads;
  }

  /** Sets the number for this process, which must not have started the native library before. */
  void apply() {
    System.setProperty(PROPERTY, Integer.toString(number()));
  }

  /** The same for a process of another program. */
  Map<String, String> environment() {
    String number = Integer.toString(number());
    return Map.of("OMP_NUM_THREADS", number, "MKL_NUM_THREADS", number);
  }
}
