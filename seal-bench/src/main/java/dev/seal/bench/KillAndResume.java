package dev.seal.bench;

import dev.seal.bench.Killing.Killed;
import dev.seal.report.Table;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Kills {@link Proof} at random moments and starts it again, to see that it ends the same. */
@Command(
    name = "KillAndResume",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs a small Proof once without a stop, into DIR/whole, and once into DIR/killed, where it"
          + " is killed (SIGKILL) at random moments in each of its phases, stopped once by SIGINT,"
          + " and started again each time by the same command, until it may end.",
      "Exits with 0 if both ended with the same results, bit for bit, and as many kills as asked"
          + " for landed in each phase. Needs the command kill."
    })
public final class KillAndResume implements Callable<Integer> {

  private static final List<String> SMALL_KNOWLEDGE =
      List.of(
          "--quick",
          "--passages",
          "4",
          "--rounds",
          "1",
          "--round-passages",
          "4",
          "--self-edits",
          "2",
          "--joint",
          "2");

  // So many in the round that at least one is right, without which nothing is fine-tuned.
  private static final List<String> SMALL_GRIDS =
      List.of(
          "--puzzles",
          "2",
          "--rounds",
          "1",
          "--round-puzzles",
          "2",
          "--self-edits",
          "1",
          "--round-self-edits",
          "3",
          "--training-items",
          "30");

  @Option(
      names = "--task",
      defaultValue = "KNOWLEDGE",
      description = "Which Proof: ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ProofChoice task = ProofChoice.KNOWLEDGE;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where both runs' folders and what they said are left.")
  private Path out;

  @Option(
      names = "--kills",
      defaultValue = "3",
      paramLabel = "N",
      description = "How many must land in each phase; default ${DEFAULT-VALUE}.")
  private int kills;

  @Option(
      names = "--seed",
      defaultValue = "0",
      paramLabel = "SEED",
      description = "Of the random moments; default ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description = ModelRefConverter.HELP + " Default: the embedded model of the task.")
  private @Nullable String model;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new KillAndResume(), args);
  }

  @Override
  public Integer call() {
    if (kills < 1) {
      throw new ParameterException(
          spec.commandLine(), "--kills must be at least 1, but was " + kills);
    }
    PrintWriter text = spec.commandLine().getOut();
    text.println("machine  " + Machine.describe());
    text.flush();
    Path whole = fresh("whole");
    Path killed = fresh("killed");
    long start = System.nanoTime();
    Map<KillMoment, List<Long>> times = new EnumMap<>(KillMoment.class);
    int exitCode = whole(whole, times);
    double wholeSeconds = secondsSince(start);
    text.printf(Locale.ROOT, "without a stop %.1f s%n", wholeSeconds);
    text.flush();
    start = System.nanoTime();
    Killed result =
        new Killing(killed, options(), kills, times, new Random(seed), spec.commandLine().getErr())
            .run(exitCode);
    double killedSeconds = secondsSince(start);
    RunComparison comparison = RunComparison.of(whole, killed);
    List<String> problems = problems(result, comparison);
    print(text, result, comparison, problems);
    text.println(
        figures(result, comparison)
            .put("seconds_without_stop", wholeSeconds)
            .put("seconds_killed", killedSeconds)
            .put("seed", seed)
            .put("holds", problems.isEmpty())
            .line());
    return problems.isEmpty() ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
  }

  private Path fresh(String name) {
    Path folder = out.resolve(name);
    if (Files.exists(folder)) {
      throw new IllegalArgumentException(
          folder + " is there already; give another --out, or delete it");
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make " + out + ": " + e + "; give another --out", e);
    }
    return folder;
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(small(task));
    options.addAll(List.of("--device", engine.device()));
    if (model != null) {
      options.addAll(List.of("--model", model));
    }
    return options;
  }

  /** Proof's options, for a run of seconds. */
  static List<String> small(ProofChoice task) {
    List<String> options = new ArrayList<>(List.of("--task", task.word()));
    options.addAll(task == ProofChoice.GRIDS ? SMALL_GRIDS : SMALL_KNOWLEDGE);
    return List.copyOf(options);
  }

  private int whole(Path folder, Map<KillMoment, List<Long>> times) {
    try (ProofProcess process = ProofProcess.start(folder, options())) {
      times.putAll(process.watch());
      int exitCode = process.exitCode();
      if (exitCode != CommandRunner.HOLDS && exitCode != CommandRunner.DOES_NOT_HOLD) {
        throw new IllegalArgumentException(
            "the run without a stop ended with exit code "
                + exitCode
                + ":\n"
                + ChildProgram.end(process.errors()));
      }
      return exitCode;
    }
  }

  private List<String> problems(Killed result, RunComparison comparison) {
    List<String> problems = new ArrayList<>(result.problems());
    for (KillMoment moment : KillMoment.values()) {
      if (moment.isPhase() && result.landed(moment) < kills) {
        problems.add(
            "only " + result.landed(moment) + " of " + kills + " kills landed in " + moment);
      }
    }
    problems.addAll(comparison.differences());
    return problems;
  }

  private static void print(
      PrintWriter text, Killed result, RunComparison comparison, List<String> problems) {
    Table.Builder table = Table.builder().left("killed while", "phase").right("kills");
    for (KillMoment moment : KillMoment.values()) {
      table.row(
          moment.words(),
          moment.isPhase() ? moment.name() : "",
          String.valueOf(result.landed(moment)));
    }
    text.println();
    text.println(table.build().text());
    text.printf(
        Locale.ROOT,
        "%d starts; compared %d files, %d steps, %d results and %d adapters%n",
        result.starts(),
        comparison.files(),
        comparison.steps(),
        comparison.objects(),
        comparison.adapters());
    text.println(problems.isEmpty() ? "the results are the same" : String.join("\n", problems));
  }

  private Figures figures(Killed result, RunComparison comparison) {
    Figures landed = new Figures();
    for (KillMoment moment : KillMoment.values()) {
      landed.put(moment.name().toLowerCase(Locale.ROOT), result.landed(moment));
    }
    return new Figures()
        .put("command", "KillAndResume")
        .put("task", task.word())
        .put("model", model == null ? task.practiceModel().toString() : model)
        .put("kills_each", kills)
        .put("kills", landed)
        .put("starts", result.starts())
        .put("files", comparison.files())
        .put("steps", comparison.steps())
        .put("results", comparison.objects())
        .put("adapters", comparison.adapters())
        .put("differences", comparison.differences().size());
  }

  private static double secondsSince(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
