package dev.seal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seal.ConsoleProgress;
import dev.seal.RunFolder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.report.Chart;
import dev.seal.report.Report;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs all methods of one of the paper's experiments, and the outer loop, side by side. */
@Command(
    name = "Proof",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs every method of one of the paper's experiments on the same inputs, before and after"
          + " each round of the outer loop. Writes report.html, results.json and charts to --out.",
      "--task knowledge, on passages: the model as it is, the passage in the prompt, training on"
          + " the passage only, on its own self-edits, and on an outside author's; rewards without"
          + " labelled questions; and one adapter for many passages.",
      "--task grids, on puzzles: the model with a puzzle's pairs in the prompt, trained with the"
          + " configuration that was chosen by hand, and trained as it chooses itself; and what it"
          + " chooses.",
      "The folder also records each step: stopped at any moment and started again with the same"
          + " options, it goes on where it was and ends with the same results.",
      "On the practice people or puzzles it exits with 1 if a method that should be better than"
          + " another is not, by paired intervals, or a figure is far from what is known of it;"
          + " with --quick, if the means of frozen, passage only and outside author, or of in"
          + " context and the configuration chosen by hand, are not in this order."
    })
public final class Proof implements Callable<Integer> {

  private static final String GRIDS = "--task grids";

  @Option(
      names = "--task",
      defaultValue = "KNOWLEDGE",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private ProofChoice task = ProofChoice.KNOWLEDGE;

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP + " Default: the embedded model of the task.")
  private @Nullable ModelRef model;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path out;

  @Mixin private ProofOptions options;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = {
        "Appends a line for each phase that begins or ends, at once, such as \"started TRAIN\" and"
            + " \"finished TRAIN\"; REPORT is the writing of the page and the results."
      })
  private @Nullable Path events;

  @Mixin private EngineArguments engine;

  @ArgGroup(validate = false, heading = "%nWith --task knowledge:%n")
  private PassageOptions passages = new PassageOptions();

  @ArgGroup(validate = false, heading = "%nWith " + GRIDS + ":%n")
  private PuzzleOptions puzzles = new PuzzleOptions();

  @ArgGroup(validate = false, heading = "%nWith " + GRIDS + ", how puzzles are learned:%n")
  private FewShotOptions fewShot = new FewShotOptions();

  @Spec private CommandSpec spec;

  private volatile boolean cancelled;
  private volatile @Nullable ProofExperiment<?> running;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    Proof proof = new Proof();
    CommandRunner.main(proof, proof::cancel, args);
  }

  private void cancel() {
    cancelled = true;
    ProofExperiment<?> experiment = running;
    if (experiment != null) {
      experiment.cancel();
    }
  }

  @Override
  public Integer call() {
    refuseOptionsOfTheOther();
    ModelRef chosen = model == null ? task.practiceModel() : model;
    boolean practice = options.data() == null && chosen.equals(task.practiceModel());
    if (task == ProofChoice.GRIDS) {
      PuzzlePlan plan = puzzles.plan(options, fewShot, chosen);
      PuzzleSource source = puzzles.source(plan, options);
      boolean known = practice && plan.oracle().equals(Practice.gridOracle());
      return run(
          chosen,
          opened -> new PuzzleProof(plan, source.choose(opened, plan), known, options.isQuick()));
    }
    PassagePlan plan = passages.plan(options);
    PassageData data = passages.data(plan, options);
    return run(chosen, opened -> new PassageProof(plan, data, practice, options.isQuick()));
  }

  private void refuseOptionsOfTheOther() {
    for (ArgGroupSpec group : spec.argGroups()) {
      ProofChoice owner =
          group.heading().contains(GRIDS) ? ProofChoice.GRIDS : ProofChoice.KNOWLEDGE;
      for (OptionSpec option : group.options()) {
        if (owner != task && spec.commandLine().getParseResult().hasMatchedOption(option)) {
          throw new ParameterException(
              spec.commandLine(),
              option.longestName()
                  + " is for --task "
                  + owner.word()
                  + ", but the task is "
                  + task.word()
                  + "; leave it out, or give --task "
                  + owner.word());
        }
      }
    }
  }

  private <F extends ProofFigures<?>> Integer run(
      ModelRef chosen, Function<LanguageModel, ProofTask<F>> prepared) {
    try (RunFolder folder = RunFolder.open(out);
        EventFile file = EventFile.to(events);
        LanguageModel opened = engine.open(chosen);
        ConsoleProgress progress = new ConsoleProgress()) {
      SealListener listener = new TwoListeners(progress, file);
      ProofTask<F> experiments = prepared.apply(opened);
      List<F> runs = new ArrayList<>();
      for (long seed : options.seeds()) {
        runs.add(run(experiments.experiment(opened, seed, folder, listener)));
      }
      file.started("REPORT");
      write(opened, experiments, runs, folder);
      file.finished("REPORT");
      PrintWriter text = spec.commandLine().getOut();
      ProofText.print(text, opened.info(), experiments, runs);
      text.println("written to " + out.resolve("report.html"));
      text.flush();
      return runs.stream().allMatch(run -> experiments.broken(run).isEmpty())
          ? CommandRunner.HOLDS
          : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private <F> F run(ProofExperiment<F> experiment) {
    running = experiment;
    if (cancelled) {
      experiment.cancel();
    }
    return experiment.run();
  }

  private <F extends ProofFigures<?>> void write(
      LanguageModel opened, ProofTask<F> experiments, List<F> runs, RunFolder folder) {
    Report page = experiments.page(opened.info(), runs);
    folder.write(
        "results.json", (experiments.results(opened.info(), runs).line() + '\n').getBytes(UTF_8));
    int number = 0;
    for (Chart chart : page.charts()) {
      folder.write("chart-" + ++number + ".svg", chart.svg().getBytes(UTF_8));
    }
    page.save(out.resolve("report.html"));
  }
}
