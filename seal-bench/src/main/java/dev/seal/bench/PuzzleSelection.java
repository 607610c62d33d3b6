package dev.seal.bench;

import dev.seal.ConsoleProgress;
import dev.seal.Estimate;
import dev.seal.Evaluation;
import dev.seal.InputResult;
import dev.seal.Method;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.SealSettings;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.report.Table;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Chooses puzzles that can be learned, as the paper did for its experiment. */
@Command(
    name = "PuzzleSelection",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Keeps the puzzles that a model does not solve with their pairs in the prompt, and solves"
          + " after training with the configuration that was chosen by hand. Prints their ids, a"
          + " line each.",
      "Without --data the puzzles are the unfiltered practice puzzles. Those that do not fit into"
          + " the model's window are listed with the tokens that they need."
    })
public final class PuzzleSelection implements Callable<Integer> {

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP + " Default: the latter.")
  private ModelRef model = Practice.gridModel();

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Puzzles in ARC's JSON; default: the unfiltered practice puzzles.")
  private @Nullable Path data;

  @Option(
      names = "--solutions",
      paramLabel = "FILE",
      description = "The solutions of the puzzles in --data, where that has none.")
  private @Nullable Path solutions;

  @Option(
      names = "--puzzles",
      paramLabel = "N",
      description = "How many puzzles, from the first; default all.")
  private @Nullable Integer puzzles;

  @Option(
      names = "--at-once",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many puzzles share the batches; default ${DEFAULT-VALUE}.")
  private int atOnce;

  @Mixin private FewShotOptions fewShot;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new PuzzleSelection(), args);
  }

  @Override
  public Integer call() {
    List<Puzzle> all = puzzles();
    ToolChoice oracle = fewShot.oracle(model);
    PrintWriter out = spec.commandLine().getOut();
    try (LanguageModel opened = engine.open(model);
        ConsoleProgress progress = new ConsoleProgress()) {
      PuzzleLengths lengths =
          new PuzzleLengths(opened, fewShot.task().forModel(opened.info().recommended()), oracle);
      PuzzleFit fit = PuzzleFit.of(all, lengths);
      fit.requireSome();
      OptionalInt answer = fewShot.maxAnswerTokens();
      if (answer.isEmpty() && data != null) {
        answer = OptionalInt.of(fit.answerTokens());
      }
      out.println("model     " + EngineArguments.describe(opened.info()));
      out.println("config    " + oracle.toSelfEdit().text());
      Measured measured = new Measured(opened, answer, progress);
      Evaluation<Puzzle> inContext = measured.by(Method.frozen(), fit.fitting());
      Evaluation<Puzzle> trained =
          measured.by(Method.given(puzzle -> List.of(oracle.toSelfEdit())), fit.fitting());
      out.println(measured.lastSettings());
      print(out, all.size(), fit, inContext, trained);
      return CommandRunner.HOLDS;
    }
  }

  /** Measures with all that was said. */
  private final class Measured {

    private final LanguageModel opened;
    private final OptionalInt answerTokens;
    private final SealListener listener;
    private @Nullable SealSettings settings;

    Measured(LanguageModel opened, OptionalInt answerTokens, SealListener listener) {
      this.opened = opened;
      this.answerTokens = answerTokens;
      this.listener = listener;
    }

    String lastSettings() {
      return settings == null ? "" : settings.describe();
    }

    Evaluation<Puzzle> by(Method<Puzzle> method, List<Puzzle> fitting) {
      SealBuilder<Puzzle> builder =
          Seal.builder()
              .model(opened)
              .task(fewShot.task())
              .method(method)
              .inputsAtOnce(atOnce)
              .listener(listener);
      if (answerTokens.isPresent()) {
        Samplings samplings = new Samplings(opened.info().recommended(), fewShot.task().defaults());
        builder.answerSampling(
            samplings.answer().toBuilder().maxTokens(answerTokens.getAsInt()).build());
      }
      try (Seal<Puzzle> seal = builder.build()) {
        settings = seal.settings();
        return seal.evaluate(fitting);
      }
    }
  }

  private List<Puzzle> puzzles() {
    if (data == null && solutions != null) {
      throw new ParameterException(
          spec.commandLine(), "--solutions belong to --data, which was not given; give both");
    }
    List<Puzzle> all =
        data == null ? Practice.puzzles().unfiltered() : PuzzleSource.load(data, solutions);
    int count = ProofOptions.or(puzzles, all.size());
    if (count < 1 || count > all.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--puzzles must be from 1 to "
              + all.size()
              + ", which is how many there are, but was "
              + count);
    }
    return all.subList(0, count);
  }

  private void print(
      PrintWriter out,
      int all,
      PuzzleFit fit,
      Evaluation<Puzzle> inContext,
      Evaluation<Puzzle> trained) {
    List<String> kept = new ArrayList<>();
    int both = 0;
    int neither = 0;
    for (int i = 0; i < fit.fitting().size(); i++) {
      boolean before = isSolved(inContext.results().get(i));
      boolean after = isSolved(trained.results().get(i));
      if (after && !before) {
        kept.add(fit.fitting().get(i).id());
      }
      both += before && after ? 1 : 0;
      neither += before || after ? 0 : 1;
    }
    if (fit.isAnyLeftOut()) {
      out.println();
      out.println(fit.table().text());
    }
    int lost = fit.fitting().size() - kept.size() - both - neither;
    out.println();
    out.println(
        Table.builder()
            .left("puzzles")
            .right("number")
            .row("all", String.valueOf(all))
            .row("left out", String.valueOf(fit.leftOut()))
            .row("solved in context and after training", String.valueOf(both))
            .row("solved in context alone", String.valueOf(lost))
            .row("solved neither way", String.valueOf(neither))
            .row("kept: solved after training alone", String.valueOf(kept.size()))
            .note("In context " + percent(inContext) + " are solved, trained " + percent(trained))
            .build()
            .text());
    kept.forEach(out::println);
    out.println(
        new Figures()
            .put("command", "PuzzleSelection")
            .put("model", model.toString())
            .put("data", data == null ? "practice puzzles" : data.toString())
            .put("puzzles", all)
            .put("left_out", fit.leftOut())
            .put("in_context", 100 * inContext.accuracy().mean())
            .put("oracle", 100 * trained.accuracy().mean())
            .putTexts("kept", kept)
            .line());
  }

  private static boolean isSolved(InputResult<Puzzle> result) {
    return result.accuracy() == 1;
  }

  private static String percent(Evaluation<Puzzle> evaluation) {
    Estimate accuracy = evaluation.accuracy();
    return accuracy + " %";
  }
}
