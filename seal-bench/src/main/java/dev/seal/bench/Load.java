package dev.seal.bench;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.Workload;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Opens a model, and compares the memory it takes with the estimate. */
@Command(
    name = "Load",
    mixinStandardHelpOptions = true,
    description = {
      "Opens a model and prints by how much this made the process grow at most, beside the"
          + " estimate made from the model's files (Linux, CPU). With --work it then draws"
          + " completions and trains adapters, and does the same for each.",
      "The practice model is opened and closed first, so that what every model needs once (classes,"
          + " compiled code, native libraries) is there before.",
      "Heap pages that were never touched count as growth too, so give Java a heap that is there"
          + " from the start: -Xms256m -Xmx256m -XX:+AlwaysPreTouch.",
      "Exit code 1 if opening took more native memory than the estimate plus 10 per cent, or"
          + " drawing or training more than the estimate plus 10 per cent and 64 MiB."
    })
public final class Load implements Callable<Integer> {

  private static final double TOLERANCE = 1.1;
  // libtorch's own buffers for matrix products, and what the allocator holds back.
  private static final double WORKSPACE_MEBIBYTES = 64;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Option(names = "--work", description = "Draw and train, too.")
  private boolean work;

  @Option(
      names = "--adapters",
      defaultValue = "5",
      description = "Adapters trained at once; default 5.")
  private int adapters;

  @Option(
      names = "--requests",
      defaultValue = "64",
      description = "Completions drawn at once; default 64.")
  private int requests;

  @Option(
      names = "--request-tokens",
      defaultValue = "512",
      description = "Tokens of a prompt and its completion; default 512.")
  private int requestTokens;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Load(), args);
  }

  /** The growth of one step beside its estimate, in MiB. */
  private record Growth(double measured, double estimated, double limit) {

    Figures figures() {
      return new Figures().put("measured_mib", measured).put("estimated_mib", estimated);
    }

    boolean holds() {
      return measured <= limit;
    }
  }

  @Override
  public Integer call() {
    if (adapters < 1 || requests < 1 || requestTokens < 2) {
      throw new ParameterException(
          spec.commandLine(),
          "--adapters and --requests must be >= 1 and --request-tokens >= 2, but they were %d, %d and %d"
              .formatted(adapters, requests, requestTokens));
    }
    PrintWriter out = spec.commandLine().getOut();
    EngineOptions options = engine.options();
    Workload workload =
        Workload.builder()
            .adapters(adapters)
            .requests(requests)
            .requestTokens(requestTokens)
            .build();
    LoraEngine lora = new LoraEngine();
    // Classes, compiled code and the native libraries take memory once, whatever the model is.
    lora.open(Practice.model(), options).close();
    MemoryEstimate estimate = lora.estimate(model, options, workload);
    out.println("estimate  " + estimate);
    out.println("             measured MiB   estimated");
    long start = System.nanoTime();
    try (PeakMemory peak = new PeakMemory();
        LanguageModel opened = lora.open(model, options, workload)) {
      double seconds = (System.nanoTime() - start) / 1e9;
      requireCpu(opened);
      double weights = mebibytes(estimate.weights());
      Growth opening = new Growth(peak.growth(), weights, weights * TOLERANCE);
      print(out, "opening", opening);
      Figures figures =
          new Figures()
              .put("command", "Load")
              .put("model", opened.info().name())
              .put("max_heap_mib", mebibytes(Runtime.getRuntime().maxMemory()))
              .put("opening", opening.figures())
              .put("resident_mib", ResidentMemory.mebibytes());
      boolean holds = opening.holds();
      if (work) {
        Growth training =
            working(estimate.adapters() + estimate.activations(), () -> train(opened, options));
        print(out, "training", training);
        Growth drawing = working(estimate.cache(), () -> draw(opened));
        print(out, "drawing", drawing);
        figures.put("training", training.figures()).put("drawing", drawing.figures());
        holds &= drawing.holds() && training.holds();
      }
      out.println(figures.put("opening_seconds", seconds).put("holds", holds).line());
      return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private void requireCpu(LanguageModel opened) {
    if (!opened.info().device().equals("cpu")) {
      throw new ParameterException(
          spec.commandLine(),
          "the model runs on "
              + opened.info().device()
              + ", whose memory this command does not see; give --device cpu");
    }
  }

  private static Growth working(long bytes, Runnable action) {
    try (PeakMemory peak = new PeakMemory()) {
      action.run();
      double estimated = mebibytes(bytes);
      return new Growth(peak.growth(), estimated, estimated * TOLERANCE + WORKSPACE_MEBIBYTES);
    }
  }

  // Prompts fill the window but for a few tokens: the cache is as large from the start.
  private void draw(LanguageModel opened) {
    int window = Math.min(requestTokens, opened.info().contextWindow());
    int drawn = Math.min(8, window - 1);
    List<GenerationRequest> asked = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      asked.add(
          new GenerationRequest(
              Prompt.tokens(tokens(opened, window - drawn, i)),
              Sampling.builder().temperature(1).maxTokens(drawn).build(),
              i,
              null));
    }
    opened.generate(asked);
  }

  // One step of all adapters that fills the batch.
  private void train(LanguageModel opened, EngineOptions options) {
    int length = Math.max(2, options.batchTokens() / adapters);
    LoraSpec recommended = opened.info().recommended().lora();
    LoraSpec shape = recommended == null ? LoraSpec.builder().build() : recommended;
    List<TrainingPlan> plans = new ArrayList<>();
    for (int i = 0; i < adapters; i++) {
      plans.add(
          TrainingPlan.builder(List.of(TrainingDocument.tokens(tokens(opened, length, i), 1)))
              .lora(shape)
              .training(TrainingSpec.builder().epochs(2).maxLength(length).build())
              .seed(i)
              .build());
    }
    opened.train(plans).stream()
        .map(TrainingResult::adapter)
        .forEach(adapter -> adapter.orElseThrow().close());
  }

  private static TokenIds tokens(LanguageModel opened, int count, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return TokenIds.of(random.ints(count, 0, opened.info().vocabularySize()).toArray());
  }

  private static double mebibytes(long bytes) {
    return bytes / (double) (1 << 20);
  }

  private static void print(PrintWriter out, String step, Growth growth) {
    out.printf(Locale.ROOT, "%-10s %14.1f %11.1f%n", step, growth.measured(), growth.estimated());
    out.flush();
  }
}
