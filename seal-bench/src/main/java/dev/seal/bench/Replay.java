package dev.seal.bench;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingStep;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Trains as Hugging Face PEFT once did, and compares every step with what was recorded of it. */
@Command(
    name = "Replay",
    mixinStandardHelpOptions = true,
    description = {
      "Replays a training run that was recorded with Hugging Face PEFT, once alone and once as the"
          + " third of eight unlike plans in one call, and prints the largest differences.",
      "Exit code 1 if a loss differs by more than 1e-3 or a gradient norm by more than 1e-2 (both"
          + " relative), or a logit of the probe by more than 2e-2 (absolute)."
    })
public final class Replay implements Callable<Integer> {

  private static final double LOSS_LIMIT = 1e-3;
  private static final double GRADIENT_NORM_LIMIT = 1e-2;
  private static final double PROBE_LIMIT = 2e-2;
  private static final int PLACE_IN_COMPANY = 2;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Parameters(
      index = "1",
      paramLabel = "GOLDEN_PREFIX",
      description = "The recording: GOLDEN_PREFIX.json and GOLDEN_PREFIX_init.safetensors.")
  private String prefix;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Replay(), args);
  }

  /** The largest differences of one run. */
  private record Outcome(double loss, double gradientNorm, double probe) {

    boolean holds() {
      return Differences.within(loss, LOSS_LIMIT)
          && Differences.within(gradientNorm, GRADIENT_NORM_LIMIT)
          && Differences.within(probe, PROBE_LIMIT);
    }

    Figures figures() {
      return new Figures()
          .put("loss", loss)
          .put("gradient_norm", gradientNorm)
          .put("probe_logits", probe);
    }

    void print(PrintWriter out, String name) {
      out.printf(Locale.ROOT, "%-16s %10.2e %15.2e %14.2e%n", name, loss, gradientNorm, probe);
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    RecordedRun run = RecordedRun.read(Path.of(prefix + ".json"));
    try (LanguageModel opened = engine.open(model);
        Adapter initial =
            InitialAdapter.open(opened, run.lora(), Path.of(prefix + "_init.safetensors"))) {
      out.println("model      " + EngineArguments.describe(opened.info()));
      out.println("recording  " + run.documents().size() + " documents, " + run.lora());
      out.println("           " + run.training());
      TrainingPlan plan =
          TrainingPlan.builder(run.documents())
              .initialAdapter(initial)
              .training(run.training())
              .order(run.order())
              .build();
      out.println();
      out.println("largest differences    loss   gradient norm   probe logits");
      Outcome alone = train(opened, run, List.of(plan), 0);
      alone.print(out, "alone");
      Outcome inCompany = train(opened, run, new Company(run).around(plan), PLACE_IN_COMPANY);
      inCompany.print(out, "third of eight");
      new Outcome(LOSS_LIMIT, GRADIENT_NORM_LIMIT, PROBE_LIMIT).print(out, "limits");
      boolean holds = alone.holds() && inCompany.holds();
      out.println(
          new Figures()
              .put("command", "Replay")
              .put("model", model.toString())
              .put("recording", prefix)
              .put("steps", run.order().size())
              .put("alone", alone.figures())
              .put("in_company", inCompany.figures())
              .put("seconds", (System.nanoTime() - start) / 1e9)
              .put("holds", holds)
              .line());
      return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private static Outcome train(
      LanguageModel model, RecordedRun run, List<TrainingPlan> plans, int recorded) {
    List<TrainingResult> results = model.train(plans);
    try {
      return compare(model, run, results.get(recorded));
    } finally {
      results.forEach(result -> result.adapter().ifPresent(Adapter::close));
    }
  }

  private static Outcome compare(LanguageModel model, RecordedRun run, TrainingResult result) {
    Adapter adapter =
        result
            .adapter()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "training failed: " + result.failure().orElseThrow().reason()));
    List<TrainingStep> steps = result.steps();
    if (steps.size() != run.order().size()) {
      throw new IllegalStateException(
          "trained " + steps.size() + " steps where " + run.order().size() + " were recorded");
    }
    float[] probe =
        model
            .logLikelihood(
                List.of(new LikelihoodRequest(Prompt.tokens(run.probe()), adapter, true)))
            .get(0)
            .nextTokenLogits();
    return new Outcome(
        Differences.relative(
            steps.stream().mapToDouble(TrainingStep::loss).toArray(), run.losses()),
        Differences.relative(
            steps.stream().mapToDouble(TrainingStep::gradientNorm).toArray(), run.gradientNorms()),
        run.probeLogits().logitDifference(probe));
  }
}
