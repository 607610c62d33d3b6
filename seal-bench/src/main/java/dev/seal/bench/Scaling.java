package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what an adapter-step and a drawn token cost as more of them share a call. */
@Command(
    name = "Scaling",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Trains 1, 2, 4 … adapters in one call and prints the time of an adapter-step and the"
          + " process's memory at its peak (Linux, CPU); then draws as many rows in one call and"
          + " prints the time of a token.",
      "The documents are those of the job's candidates, over and over; each adapter begins at other"
          + " weights. A first pass over all sizes warms up, and is watched for memory; then all"
          + " sizes take turns, as often as --repeats says.",
      "Exit code 1 if an adapter-step costs more than 1.05 times what it does at the size before"
          + " (medians), or if memory is over --memory-limit."
    })
public final class Scaling implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "A job as Trial has it; its model and candidates are used.")
  private Path file;

  @Option(
      names = "--sizes",
      split = ",",
      defaultValue = "1,2,4,8,16,32,64",
      paramLabel = "N",
      description = "How many share a call, in ascending order; default ${DEFAULT-VALUE}.")
  private List<Integer> sizes;

  @Option(
      names = "--repeats",
      defaultValue = "5",
      paramLabel = "N",
      description = "How often each size is timed; default ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--epochs",
      defaultValue = "1",
      paramLabel = "N",
      description = "Epochs of a call, in place of the job's; default ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--draw-tokens",
      defaultValue = "32",
      paramLabel = "N",
      description = "Tokens that a row draws; default ${DEFAULT-VALUE}.")
  private int drawTokens;

  @Option(
      names = "--memory-limit",
      paramLabel = "MIB",
      description =
          "The most memory that the process may take, Java's heap included and mapped files left"
              + " out.")
  private @Nullable Double memoryLimit;

  @Mixin private ThreadArguments threads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where to write scaling.json and the charts training.svg, memory.svg and drawing.svg.")
  private @Nullable Path folder;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Scaling(), args);
  }

  /** Work of a size, which says what each unit of it costs. */
  @FunctionalInterface
  private interface Sized {
    double cost(int size);
  }

  @Override
  public Integer call() {
    check();
    if (folder != null) {
      BarChart.requireFonts();
    }
    TrialJob job = TrialJob.read(file);
    PrintWriter out = spec.commandLine().getOut();
    threads.apply();
    try (LanguageModel model = engine.open(job.model())) {
      out.println("model    " + EngineArguments.describe(model.info()));
      out.println("job      " + job);
      out.println("machine  " + Machine.describe() + ", " + threads.number() + " threads");
      out.flush();
      ScalingWork work = new ScalingWork(model, job, epochs, drawTokens);
      boolean watched = model.info().device().equals("cpu");
      if (memoryLimit != null && !watched) {
        throw new ParameterException(
            spec.commandLine(),
            "the model runs on "
                + model.info().device()
                + ", whose memory this command does not see; leave --memory-limit out, or give"
                + " --device cpu");
      }
      List<Double> peaks = firstPass(work::train, watched);
      List<Spread> training = turns(work::train);
      firstPass(work::draw, false);
      List<Spread> drawing = turns(work::draw);
      ScalingReport report =
          new ScalingReport(sizes, training, peaks, drawing, memoryLimit, epochs, drawTokens);
      report.print(out);
      Figures figures =
          new Figures()
              .put("command", "Scaling")
              .put("job", file.toString())
              .put("model", model.info().name())
              .put("machine", Machine.describe())
              .put("date", Machine.today())
              .put("threads", threads.number())
              .put("repeats", repeats);
      report.putInto(figures);
      if (folder != null) {
        write(folder, report, model, figures);
      }
      out.println(figures.line());
      return report.holds() ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private void check() {
    boolean ascending = sizes.get(0) >= 1;
    for (int i = 1; i < sizes.size(); i++) {
      ascending &= sizes.get(i) > sizes.get(i - 1);
    }
    if (!ascending) {
      throw new ParameterException(
          spec.commandLine(), "--sizes must ascend from 1 or more, but were " + sizes);
    }
    if (repeats < 1 || epochs < 1 || drawTokens < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--repeats, --epochs and --draw-tokens must be >= 1, but were %d, %d and %d"
              .formatted(repeats, epochs, drawTokens));
    }
  }

  /** Peaks of the process's memory in MiB, one a size; none where it is not watched. */
  private List<Double> firstPass(Sized work, boolean watched) {
    List<Double> peaks = new ArrayList<>();
    for (int size : sizes) {
      if (watched) {
        try (PeakMemory memory = new PeakMemory()) {
          work.cost(size);
          peaks.add(memory.peak());
        }
      } else {
        work.cost(size);
      }
    }
    return peaks;
  }

  // A noisy minute hits all sizes alike.
  private List<Spread> turns(Sized work) {
    List<List<Double>> costs = new ArrayList<>();
    sizes.forEach(size -> costs.add(new ArrayList<>()));
    for (int repeat = 0; repeat < repeats; repeat++) {
      for (int i = 0; i < sizes.size(); i++) {
        costs.get(i).add(work.cost(sizes.get(i)));
      }
    }
    return costs.stream().map(Spread::of).toList();
  }

  private void write(Path out, ScalingReport report, LanguageModel model, Figures figures) {
    List<String> caption =
        List.of(
            "Bars: median of %d; whiskers: least and greatest.".formatted(repeats),
            "Job %s, a %s."
                .formatted(file.getFileName(), EngineArguments.describeNameless(model.info())),
            "%s, %d threads. %s.".formatted(Machine.describe(), threads.number(), Machine.today()));
    try {
      Files.createDirectories(out);
      Files.writeString(out.resolve("scaling.json"), figures.line() + '\n');
      report.draw(out, caption);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + out + ": " + e, e);
    }
  }
}
