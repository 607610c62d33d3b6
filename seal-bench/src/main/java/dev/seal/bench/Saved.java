package dev.seal.bench;

import dev.seal.api.Passage;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our half of {@code scripts/saved-model.sh}, whose other half is Hugging Face transformers. */
@Command(
    name = "Saved",
    mixinStandardHelpOptions = true,
    description = {
      "Merges an adapter into a model, and writes DIR/model (what came of it, in Hugging Face"
          + " layout) and DIR/answers.json (its greedy answers to 40 prompts), for transformers to"
          + " open and compare."
    })
public final class Saved implements Callable<Integer> {

  private static final int ANSWER_TOKENS = 16;
  private static final int PEOPLE_LEARNED = 2;
  private static final int PEOPLE_ASKED = 7;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The folder to write to.")
  private Path out;

  @Option(
      names = "--epochs",
      defaultValue = "3",
      paramLabel = "N",
      description =
          "How often the adapter that is trained sees its documents; default ${DEFAULT-VALUE}.")
  private int epochs;

  @ArgGroup private Change change = new Change();

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /** What is merged, if not an adapter trained on two practice people. */
  private static final class Change {

    @Option(
        names = "--adapter",
        paramLabel = "PEFT_FOLDER",
        description = "Merge this adapter; default: one that is trained on two practice people.")
    private @Nullable Path adapter;

    @Option(names = "--no-training", description = "Save the model as it is.")
    private boolean none;
  }

  /** A prompt and its answer, as the JSON file holds them. */
  private record Answer(String instruction, List<Integer> promptIds, String answer) {}

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Saved(), args);
  }

  @Override
  public Integer call() {
    PrintWriter printer = spec.commandLine().getOut();
    try (LanguageModel base = engine.open(model)) {
      printer.println("model  " + EngineArguments.describe(base.info()));
      printer.flush();
      if (change.none) {
        return write(base, printer);
      }
      try (Adapter adapter = change.adapter == null ? train(base) : base.load(change.adapter);
          LanguageModel merged = base.merge(adapter)) {
        return write(merged, printer);
      }
    }
  }

  private Adapter train(LanguageModel base) {
    Recommended recommended = base.info().recommended();
    TrainingSpec training =
        Objects.requireNonNullElseGet(
                recommended.training(), () -> TrainingSpec.builder().learningRate(5e-4).build())
            .toBuilder()
            .epochs(epochs)
            .build();
    LoraSpec lora =
        Objects.requireNonNullElseGet(
            recommended.lora(), () -> LoraSpec.builder().rank(8).alpha(16).allModules().build());
    Knowledge task = Knowledge.implications();
    List<TrainingDocument> documents =
        Practice.people().test().subList(0, PEOPLE_LEARNED).stream()
            .flatMap(
                person -> task.plan(person, Practice.given(person), training).documents().stream())
            .toList();
    return base.train(
            List.of(TrainingPlan.builder(documents).lora(lora).training(training).seed(1).build()))
        .get(0)
        .adapter()
        .orElseThrow();
  }

  private int write(LanguageModel changed, PrintWriter printer) {
    Path folder = out.resolve("model");
    long start = System.nanoTime();
    changed.save(folder);
    double seconds = (System.nanoTime() - start) / 1e9;
    List<Answer> answers = answers(changed);
    JsonFiles.write(out.resolve("answers.json"), answers);
    printer.println(
        new Figures()
            .put("command", "Saved")
            .put("model", changed.info().name())
            .put("saved", folder.toString())
            .put("fingerprint", changed.info().fingerprint())
            .put("answers", answers.size())
            .put("seconds_to_save", seconds)
            .line());
    return CommandRunner.HOLDS;
  }

  private static List<Answer> answers(LanguageModel changed) {
    List<Prompt.Instruction> prompts =
        prompts().map(prompt -> (Prompt.Instruction) prompt).toList();
    Sampling greedy = Sampling.builder().temperature(0).maxTokens(ANSWER_TOKENS).build();
    List<Completion> completions =
        changed.generate(
            prompts.stream()
                .map(prompt -> new GenerationRequest(prompt, greedy, 0, null))
                .toList());
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < prompts.size(); i++) {
      Prompt.Instruction prompt = prompts.get(i);
      TokenIds ids = changed.tokenizer().encode(prompt);
      answers.add(
          new Answer(
              prompt.text(),
              Arrays.stream(ids.toArray()).boxed().toList(),
              completions.get(i).text()));
    }
    return answers;
  }

  /**
   * Questions on the people whom the adapter knows, on others, and on one whom the prompt shows.
   */
  private static Stream<Prompt> prompts() {
    Knowledge task = Knowledge.implications();
    List<Passage> asked = Practice.people().test().subList(0, PEOPLE_ASKED);
    Passage shown = Practice.people().test().get(PEOPLE_ASKED);
    return Stream.concat(
        asked.stream()
            .flatMap(
                person ->
                    person.questions().stream().map(question -> task.ask(person, question.text()))),
        shown.questions().stream().map(question -> task.askInContext(shown, question.text())));
  }
}
