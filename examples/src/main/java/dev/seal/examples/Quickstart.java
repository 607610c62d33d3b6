package dev.seal.examples;

import dev.seal.Adaptation;
import dev.seal.ConsoleProgress;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.api.model.LanguageModel;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * A model learns a passage that it has never seen: the embedded practice model and an invented
 * person, or any model and text that are named on the command line.
 */
@Command(
    name = "quickstart",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    usageHelpWidth = 100,
    description = {
      "A language model reads a passage, writes lessons about it, trains a small adapter on each,"
          + " answers questions without the passage, and keeps the adapter that helped most.",
      "Without arguments it does so with the embedded practice model, which needs no download."
    })
public final class Quickstart implements Callable<Integer> {

  private static final int NOTHING_LEARNED = 1;

  @ArgGroup(validate = false, heading = "%nThe model%n")
  private ModelArguments model = new ModelArguments();

  @ArgGroup(validate = false, heading = "%nWhat to learn%n")
  private PassageArguments passage = new PassageArguments();

  @ArgGroup(validate = false, heading = "%nHow to learn it%n")
  private LearningArguments learning = new LearningArguments();

  @ArgGroup(validate = false, heading = "%nPrompts and marks%n")
  private TaskArguments task = new TaskArguments();

  @Option(
      names = "--out",
      defaultValue = "seal-adapter",
      paramLabel = "FOLDER",
      description = "Where to save the adapter; default ${DEFAULT-VALUE} in the current folder.")
  private Path out = Path.of("seal-adapter");

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(CommandRunner.commandLine(new Quickstart()).execute(args));
  }

  @Override
  public Integer call() {
    Report report = new Report(spec.commandLine().getOut());
    Passage chosen = passage.passage();
    try (LanguageModel opened = model.open();
        ConsoleProgress progress = new ConsoleProgress();
        Seal<Passage> seal =
            learning
                .apply(
                    Seal.builder().model(opened).task(task.task(opened.tokenizer())), opened.info())
                .listener(progress)
                .build()) {
      report.model(opened.info(), seal.settings());
      learning.ownChoice(opened.info()).ifPresent(report::note);
      report.passage(chosen, passage.isPerson());
      try (Adaptation<Passage> adaptation = seal.adapt(chosen)) {
        if (adaptation.best().isEmpty()) {
          report.rejections(adaptation);
          return NOTHING_LEARNED;
        }
        adaptation.save(out);
        report.candidates(adaptation);
        report.answers(adaptation);
        report.costs(adaptation, out);
        return 0;
      }
    }
  }
}
