package dev.seal.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.seal.ConsoleProgress;
import dev.seal.RunFolder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.PaperDefaults;
import dev.seal.report.Chart;
import dev.seal.report.Report;
import dev.seal.tasks.knowledge.PromptStyle;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs all methods of the paper's main experiment, and the outer loop, and shows them together. */
@Command(
    name = "Proof",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Runs every method on the same passages, before and after each round of the outer loop: the"
          + " model as it is, the passage in the prompt, training on the passage only, on its own"
          + " self-edits, and on an outside author's; rewards without labelled questions; and one"
          + " adapter for many passages. Writes report.html, results.json and charts to --out.",
      "The folder also records each step: stopped at any moment and started again with the same"
          + " options, it goes on where it was and ends with the same results.",
      "On the practice people it exits with 1 if a method that should be better than another is"
          + " not, by paired intervals; with --quick, if the means of frozen, passage only and"
          + " outside author are not in this order."
    })
public final class Proof implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "The run's folder.")
  private Path out;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Passages in SEAL's or SQuAD's JSON; default: the practice people.")
  private @Nullable Path data;

  @Option(
      names = "--given",
      paramLabel = "FILE",
      description = "An outside author's edits for --data; the practice people have some.")
  private @Nullable Path given;

  @Option(names = "--passages", paramLabel = "N", description = "To measure on; default 64.")
  private @Nullable Integer passages;

  @Option(names = "--rounds", paramLabel = "N", description = "Of the outer loop; default 2.")
  private @Nullable Integer rounds;

  @Option(
      names = "--round-passages",
      paramLabel = "N",
      description = "Other passages for each round; default 50.")
  private @Nullable Integer roundPassages;

  @Option(names = "--self-edits", paramLabel = "K", description = "A passage; default 5.")
  private @Nullable Integer selfEdits;

  @Option(
      names = "--styles",
      split = ",",
      paramLabel = "STYLE",
      converter = StyleConverter.class,
      description =
          "How self-edits are asked for, the first one in the rounds too; default implications, and"
              + " with --data also self-qa.")
  private List<PromptStyle> styles = List.of();

  @Option(
      names = "--graders",
      split = ",",
      paramLabel = "GRADER",
      description =
          "${COMPLETION-CANDIDATES}; the first one makes the rewards. Default exact, and with"
              + " --data f1,contains.")
  private List<GraderChoice> graders = List.of();

  @Option(
      names = "--joint",
      split = ",",
      paramLabel = "N",
      description =
          "How many passages one adapter learns, for each row of that table; default 1,50,200, and"
              + " none with --data. 0: none.")
  private @Nullable List<Integer> joint;

  @Option(
      names = "--budget",
      paramLabel = "TOKENS",
      description = "Trains every adapter of all methods on as many tokens; default: epochs.")
  private @Nullable Long budget;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "0",
      paramLabel = "SEED",
      description = "One run each; default 0.")
  private List<Long> seeds = List.of();

  @Option(
      names = "--profile",
      defaultValue = "MODEL",
      description =
          "${COMPLETION-CANDIDATES}: what the model recommends, or the paper's settings; default"
              + " ${DEFAULT-VALUE}.")
  private Profile profile = Profile.MODEL;

  @Option(
      names = "--at-once",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many passages share the batches; default ${DEFAULT-VALUE}.")
  private int atOnce;

  @Option(
      names = "--quick",
      description =
          "16 passages, 2 self-edits, one round of 16, and adapters for 1 and 8, where not said"
              + " otherwise.")
  private boolean quick;

  @Option(
      names = "--max-edit-tokens",
      paramLabel = "N",
      description = "The longest self-edit; default: the model's or the paper's.")
  private @Nullable Integer maxEditTokens;

  @Option(
      names = "--events",
      paramLabel = "FILE",
      description = {
        "Appends a line for each phase that begins or ends, at once, such as \"started TRAIN\" and"
            + " \"finished TRAIN\"; REPORT is the writing of the page and the results."
      })
  private @Nullable Path events;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  private volatile boolean cancelled;
  private volatile @Nullable ProofExperiment running;

  /** Who chooses the settings that depend on the model. */
  enum Profile {
    MODEL,
    PAPER
  }

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
    ProofExperiment experiment = running;
    if (experiment != null) {
      experiment.cancel();
    }
  }

  @Override
  public Integer call() {
    ProofPlan plan = plan();
    ProofData chosen = data(plan);
    try (RunFolder folder = RunFolder.open(out);
        EventFile file = EventFile.to(events);
        LanguageModel opened = engine.open(model);
        ConsoleProgress progress = new ConsoleProgress()) {
      SealListener listener = new TwoListeners(progress, file);
      List<ProofFigures> runs = new ArrayList<>();
      for (long seed : seeds) {
        runs.add(run(new ProofExperiment(opened, chosen, plan, seed, folder, listener)));
      }
      file.started("REPORT");
      ProofTables tables = new ProofTables(plan, isPractice());
      write(opened, chosen, plan, tables, runs, folder);
      file.finished("REPORT");
      PrintWriter text = spec.commandLine().getOut();
      ProofText.print(text, opened.info(), tables, runs);
      text.println("written to " + out.resolve("report.html"));
      text.flush();
      return verdict(runs);
    }
  }

  private ProofFigures run(ProofExperiment experiment) {
    running = experiment;
    if (cancelled) {
      experiment.cancel();
    }
    return experiment.run();
  }

  private void write(
      LanguageModel opened,
      ProofData chosen,
      ProofPlan plan,
      ProofTables tables,
      List<ProofFigures> runs,
      RunFolder folder) {
    Report page = new ProofPage(tables, isPractice()).of(opened.info(), chosen, runs);
    folder.write(
        "results.json",
        (new ProofJson(plan).results(opened.info(), chosen, runs).line() + '\n').getBytes(UTF_8));
    int number = 0;
    for (Chart chart : page.charts()) {
      folder.write("chart-" + ++number + ".svg", chart.svg().getBytes(UTF_8));
    }
    page.save(out.resolve("report.html"));
  }

  private int verdict(List<ProofFigures> runs) {
    if (!isPractice()) {
      return CommandRunner.HOLDS;
    }
    boolean holds =
        quick
            ? runs.stream().allMatch(Proof::inOrder)
            : runs.stream()
                .flatMap(run -> run.claims().stream())
                .allMatch(ProofFigures.Claim::holds);
    return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
  }

  private static boolean inOrder(ProofFigures run) {
    double frozen = mean(run, ProofReference.FROZEN);
    double passage = mean(run, ProofReference.PASSAGE);
    return frozen < passage && passage < mean(run, ProofReference.OUTSIDE);
  }

  private static double mean(ProofFigures run, String id) {
    return run.row(id, 0).orElseThrow().evaluation().accuracy().mean();
  }

  private boolean isPractice() {
    return model.equals(Practice.model()) && data == null;
  }

  private ProofData data(ProofPlan plan) {
    int training = plan.rounds() * plan.roundPassages();
    int measured = or(passages, quick ? 16 : 64);
    int many =
        plan.joint().stream().mapToInt(n -> n == 1 ? Math.min(8, measured) : n).max().orElse(0);
    return data == null
        ? ProofData.practice(measured, training, many)
        : ProofData.file(data, measured, training, many, given);
  }

  private ProofPlan plan() {
    boolean own = data == null;
    List<PromptStyle> asked = styles;
    if (asked.isEmpty()) {
      asked =
          own
              ? List.of(PromptStyle.IMPLICATIONS)
              : List.of(PromptStyle.IMPLICATIONS, PromptStyle.SELF_QA);
    }
    List<GraderChoice> marked = graders;
    if (marked.isEmpty()) {
      marked = own ? List.of(GraderChoice.EXACT) : List.of(GraderChoice.F1, GraderChoice.CONTAINS);
    }
    List<Integer> many = joint;
    if (many == null) {
      many = own ? quick ? List.of(1, 8) : List.of(1, 50, 200) : List.of();
    }
    int turns = or(rounds, quick ? 1 : PaperDefaults.ROUNDS);
    int edits = or(selfEdits, quick ? 2 : PaperDefaults.SELF_EDITS);
    return new ProofPlan(
        asked,
        marked.stream().map(GraderChoice::grader).toList(),
        turns,
        or(roundPassages, quick ? 16 : 50),
        edits,
        Math.min(2, edits),
        atOnce,
        many.stream().filter(n -> n > 0).toList(),
        turns > 0,
        budget == null ? OptionalLong.empty() : OptionalLong.of(budget),
        profile == Profile.PAPER,
        maxEditTokens == null ? OptionalInt.empty() : OptionalInt.of(maxEditTokens));
  }

  private static int or(@Nullable Integer said, int otherwise) {
    return said == null ? otherwise : said;
  }
}
