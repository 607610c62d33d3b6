package dev.seal.bench;

import com.google.common.collect.Lists;
import dev.seal.Adaptation;
import dev.seal.ConsoleProgress;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.api.Passage;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.task.TaskDefaults;
import dev.seal.tasks.knowledge.PassageFiles;
import dev.seal.tasks.knowledge.PromptStyle;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures how many questions on passages a method gets right without the passage in view. */
@Command(
    name = "Knowledge",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Learns passages one by one with a method, and measures how many of their questions the model"
          + " then gets right.",
      "Without --data the passages are practice people whom the practice model has never seen."
    })
public final class Knowledge implements Callable<Integer> {

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Passages in SEAL's or SQuAD's JSON; default: the unseen practice people.")
  private @Nullable Path data;

  @Option(
      names = "--passages",
      required = true,
      paramLabel = "N",
      description = "How many passages, from the first.")
  private int passages;

  @Option(
      names = "--method",
      required = true,
      paramLabel = "METHOD",
      description = "${COMPLETION-CANDIDATES}; given needs the practice people.")
  private MethodChoice method;

  @Option(
      names = "--style",
      defaultValue = "implications",
      paramLabel = "STYLE",
      converter = StyleConverter.class,
      description = "How self-edits are asked for, such as implications (default) or self-qa.")
  private PromptStyle style;

  @Option(
      names = "--self-edits",
      defaultValue = "" + PaperDefaults.SELF_EDITS,
      paramLabel = "K",
      description = "Self-edits per passage; default ${DEFAULT-VALUE}.")
  private int selfEdits;

  @Option(
      names = "--grader",
      defaultValue = "EXACT",
      description = "${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}.")
  private GraderChoice grader;

  @Option(names = "--seed", defaultValue = "0", description = "The run's seed; default 0.")
  private long seed;

  @Option(
      names = "--max-edit-tokens",
      paramLabel = "N",
      description = "The longest self-edit; default: the model's or the paper's.")
  private @Nullable Integer maxEditTokens;

  @Option(
      names = "--at-once",
      defaultValue = "8",
      paramLabel = "N",
      description = "How many passages share the batches; default ${DEFAULT-VALUE}.")
  private int atOnce;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Knowledge(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    List<Passage> chosen = passages();
    try (LanguageModel opened = engine.open(model);
        ConsoleProgress progress = new ConsoleProgress();
        Seal<Passage> seal = seal(opened, progress)) {
      out.println("model     " + EngineArguments.describe(opened.info()));
      out.println(seal.settings().describe());
      out.flush();
      long start = System.nanoTime();
      Tally tally = new Tally();
      for (List<Passage> group : Lists.partition(chosen, atOnce)) {
        for (Adaptation<Passage> adaptation : seal.adaptEach(group)) {
          tally.add(adaptation);
          adaptation.close();
        }
      }
      out.println(figures(tally, (System.nanoTime() - start) / 1e9).line());
      return CommandRunner.HOLDS;
    }
  }

  private Seal<Passage> seal(LanguageModel opened, ConsoleProgress progress) {
    SealBuilder<Passage> builder =
        Seal.builder()
            .model(opened)
            .task(dev.seal.tasks.knowledge.Knowledge.of(style).withGrader(grader.grader()))
            .method(method.method())
            .selfEdits(selfEdits)
            .seed(seed)
            .inputsAtOnce(atOnce)
            .listener(progress);
    if (maxEditTokens != null) {
      builder.selfEditSampling(
          new Samplings(opened.info().recommended(), TaskDefaults.KNOWLEDGE)
              .selfEdit().toBuilder().maxTokens(maxEditTokens).build());
    }
    return builder.build();
  }

  private List<Passage> passages() {
    if (data != null && method == MethodChoice.GIVEN) {
      throw new ParameterException(
          spec.commandLine(),
          "--method given has edits for the practice people alone; leave --data out");
    }
    List<Passage> all =
        data == null
            ? Practice.people().test()
            : PassageFiles.load(data).stream().filter(p -> !p.questions().isEmpty()).toList();
    if (passages < 1 || passages > all.size()) {
      throw new ParameterException(
          spec.commandLine(),
          "--passages must be from 1 to "
              + all.size()
              + ", which is how many passages with questions there are, but was "
              + passages);
    }
    return all.subList(0, passages);
  }

  private Figures figures(Tally tally, double seconds) {
    Figures figures =
        new Figures()
            .put("command", "Knowledge")
            .put("model", model.toString())
            .put("data", data == null ? "practice people" : data.toString())
            .put("passages", passages)
            .put("method", method.toString())
            .put("accuracy", tally.accuracy())
            .put("standard_error", tally.standardError())
            .put("frozen", tally.frozen());
    if (tally.candidates() > 1) {
      figures.put("best_of_" + tally.candidates(), tally.best());
    }
    return figures
        .put("rejected", tally.rejected())
        .put("trained_tokens", tally.trainedTokens())
        .put("seconds", seconds)
        .put("seed", seed);
  }
}
