package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Times one SEAL step, alone or in turns with another program that does the same job. */
@Command(
    name = "Trial",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Does one SEAL step and times its parts: sampling self-edits, training an adapter on each of"
          + " the job's candidates in one call, and answering with all adapters and the frozen"
          + " model in one batch.",
      "With --against it runs in turns with another program, each turn of either in a process of"
          + " its own, and prints how many times as long the other takes.",
      "End tokens cannot be drawn before a row has its tokens. Every phase is warmed up before it"
          + " is timed.",
      "Exit code 1 if a row has not exactly its tokens, or if the sides differ in tokens, steps,"
          + " threads or device, or by more than 20 per cent in the mean loss of the last epoch."
    })
public final class Trial implements Callable<Integer> {

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description =
          "JSON with model, rank, alpha, modules, lr, epochs, prompt, samples, sample_tokens,"
              + " candidates, questions and answer_tokens.")
  private Path file;

  @Mixin private ThreadArguments threads;

  @Option(
      names = "--against",
      paramLabel = "COMMAND",
      description =
          "The other program, as a shell's command line; the job and --threads N are appended, and"
              + " --device where it is given. Its last line must be JSON with the fields that this"
              + " command prints.")
  private @Nullable String against;

  @Option(
      names = "--turns",
      defaultValue = "3",
      paramLabel = "N",
      description = "How often each side runs; default ${DEFAULT-VALUE}.")
  private int turns;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write trial.json and trial.svg; needs --against.")
  private @Nullable Path folder;

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      description = "What the chart's caption says besides, such as the other program's versions.")
  private @Nullable String note;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Trial(), args);
  }

  @Override
  public Integer call() {
    if (turns < 1) {
      throw new ParameterException(spec.commandLine(), "--turns must be >= 1, but was " + turns);
    }
    if (against == null && (folder != null || note != null)) {
      throw new ParameterException(spec.commandLine(), "--out and --note need --against");
    }
    if (folder != null) {
      BarChart.requireFonts();
    }
    TrialJob job = TrialJob.read(file);
    return against == null ? alone(job) : inTurns(job, against);
  }

  private int alone(TrialJob job) {
    PrintWriter out = spec.commandLine().getOut();
    threads.apply();
    try (LanguageModel model = engine.open(job.model())) {
      out.println("model  " + EngineArguments.describe(model.info()));
      out.println("job    " + job);
      out.flush();
      TrialStep step = new TrialStep(model, job);
      step.warmUp();
      TrialStep.Outcome outcome = step.run(threads.number());
      Figures figures = outcome.figures().figures();
      outcome.busyThreads().ifPresent(busy -> figures.put("threads_busy", busy));
      figures.put("native", model.info().nativeLibrary());
      out.println(figures.line());
      out.flush();
      if (outcome.missingTokens() > 0) {
        spec.commandLine()
            .getErr()
            .println(
                "self-edits and answers are "
                    + outcome.missingTokens()
                    + " tokens short of what the job asks for; the window of the model, "
                    + model.info().contextWindow()
                    + " tokens, may be too small for it");
        return CommandRunner.DOES_NOT_HOLD;
      }
      return CommandRunner.HOLDS;
    }
  }

  private int inTurns(TrialJob job, String command) {
    PrintWriter out = spec.commandLine().getOut();
    List<String> args = args();
    ChildProgram ours = ChildProgram.ofOurs(Trial.class, args, threads.environment());
    ChildProgram theirs =
        ChildProgram.ofShell("the other program", command, args, threads.environment());
    out.println("job      " + job);
    out.println("machine  " + Machine.describe());
    out.println();
    out.println("turn  side                train s  sample s  answer s   whole s  last loss");
    out.flush();
    List<TrialComparison> comparisons = new ArrayList<>();
    for (int turn = 1; turn <= turns; turn++) {
      TrialFigures we = run(ours, "our own line", job, turn, out);
      TrialFigures they = run(theirs, "the other program's last line", job, turn, out);
      comparisons.add(new TrialComparison(we, they));
    }
    TrialReport report = new TrialReport(file.toString(), comparisons);
    report.print(out);
    List<String> differences =
        comparisons.stream().flatMap(c -> c.differences().stream()).distinct().toList();
    differences.forEach(out::println);
    boolean holds = differences.isEmpty();
    Figures figures = report.figures().put("holds", holds);
    if (folder != null) {
      report.write(folder, figures, note);
    }
    out.println(figures.line());
    return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
  }

  private List<String> args() {
    List<String> args =
        new ArrayList<>(List.of(file.toString(), "--threads", Integer.toString(threads.number())));
    if (!engine.device().equals("auto")) {
      args.addAll(List.of("--device", engine.device()));
    }
    return args;
  }

  private static TrialFigures run(
      ChildProgram side, String source, TrialJob job, int turn, PrintWriter out) {
    TrialFigures figures =
        TrialFigures.parse(side.lastLine(), source, (long) job.samples() * job.sampleTokens());
    out.printf(
        Locale.ROOT,
        "%4d  %-18s %8.2f  %8.2f  %8.2f  %8.2f  %9.4f%n",
        turn,
        figures.peer(),
        figures.trainS(),
        figures.sampleS(),
        figures.answers(),
        figures.total(),
        figures.loss());
    out.flush();
    return figures;
  }
}
