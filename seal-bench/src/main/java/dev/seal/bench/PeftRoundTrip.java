package dev.seal.bench;

import static dev.seal.bench.JsonFiles.required;
import static java.util.Objects.requireNonNull;

import dev.seal.api.Passage;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.TrainingStep;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our half of {@code scripts/peft-roundtrip.sh}, whose other half is Hugging Face PEFT. */
@Command(
    name = "PeftRoundTrip",
    mixinStandardHelpOptions = true,
    description = {
      "With --out, trains an adapter of the practice model and writes DIR/base (the model),"
          + " DIR/ours (the adapter) and DIR/ours.json (its greedy answers), for PEFT to open and"
          + " compare.",
      "With --check, opens DIR/theirs, an adapter that PEFT wrote, and compares its greedy answers"
          + " with DIR/theirs.json; exit code 1 if they differ otherwise than at a tie."
    })
public final class PeftRoundTrip implements Callable<Integer> {

  private static final int GREEDY_TOKENS = 24;
  private static final int PEOPLE = 3;

  /** Either half of the trip. */
  private static final class Half {

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Train, and write to this folder.")
    private @Nullable Path out;

    @Option(
        names = "--check",
        required = true,
        paramLabel = "DIR",
        description = "Compare what PEFT wrote to this folder.")
    private @Nullable Path check;
  }

  @ArgGroup(multiplicity = "1")
  private Half half = new Half();

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /** A prompt and its greedy continuation, as the JSON files hold them. */
  private record Answer(@Nullable List<Integer> promptIds, @Nullable List<Integer> greedyIds) {}

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new PeftRoundTrip(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (LanguageModel model = engine.open(Practice.model())) {
      if (half.out != null) {
        return write(model, half.out, out);
      }
      return check(model, requireNonNull(half.check), out);
    }
  }

  private static int write(LanguageModel model, Path folder, PrintWriter out) {
    PracticeFolder.write(folder.resolve("base"));
    TrainingResult result = model.train(List.of(plan(Practice.people().test().get(0)))).get(0);
    try (Adapter adapter = result.adapter().orElseThrow()) {
      adapter.save(folder.resolve("ours"));
      List<TokenIds> prompts = prompts(model);
      List<TokenIds> chosen = new GreedyCheck(model, adapter).choose(prompts, GREEDY_TOKENS);
      List<Answer> answers = new ArrayList<>();
      for (int i = 0; i < prompts.size(); i++) {
        answers.add(new Answer(list(prompts.get(i)), list(chosen.get(i))));
      }
      JsonFiles.write(folder.resolve("ours.json"), answers);
      List<TrainingStep> steps = result.steps();
      out.println(
          new Figures()
              .put("command", "PeftRoundTrip")
              .put("adapter", folder.resolve("ours").toString())
              .put("parameters", adapter.parameters())
              .put("first_loss", steps.get(0).loss())
              .put("last_loss", steps.get(steps.size() - 1).loss())
              .put("answers", answers.size())
              .line());
      return CommandRunner.HOLDS;
    }
  }

  private static TrainingPlan plan(Passage person) {
    TrainingSpec training = TrainingSpec.builder().learningRate(3e-3).epochs(10).build();
    return TrainingPlan.builder(
            Knowledge.implications().plan(person, Practice.given(person), training).documents())
        .lora(LoraSpec.builder().rank(8).alpha(16).allModules().build())
        .training(training)
        .seed(1)
        .build();
  }

  /** Questions on a person whom the adapter knows, and on others. */
  private static List<TokenIds> prompts(LanguageModel model) {
    Knowledge task = Knowledge.implications();
    return Practice.people().test().subList(0, PEOPLE).stream()
        .flatMap(
            person ->
                person.questions().stream().map(question -> task.ask(person, question.text())))
        .map(model.tokenizer()::encode)
        .toList();
  }

  private static int check(LanguageModel model, Path folder, PrintWriter out) {
    Path file = folder.resolve("theirs.json");
    List<GreedyCheck.Recorded> recorded =
        Arrays.stream(JsonFiles.read(file, Answer[].class))
            .map(
                answer ->
                    new GreedyCheck.Recorded(
                        TokenIds.of(required(answer.promptIds, "prompt_ids", file)),
                        TokenIds.of(required(answer.greedyIds, "greedy_ids", file))))
            .toList();
    try (Adapter adapter = model.load(folder.resolve("theirs"))) {
      List<GreedyCheck.Result> results = new GreedyCheck(model, adapter).compare(recorded);
      long different = results.stream().filter(result -> !result.holds()).count();
      out.println(
          new Figures()
              .put("command", "PeftRoundTrip")
              .put("adapter", folder.resolve("theirs").toString())
              .put("lora", adapter.spec().toString())
              .put("answers", results.size())
              .put("equal", results.stream().filter(GreedyCheck.Result::same).count())
              .put("ties", results.stream().filter(r -> !r.same() && r.holds()).count())
              .put("different", different)
              .put("holds", different == 0)
              .line());
      return different == 0 ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private static List<Integer> list(TokenIds ids) {
    return Arrays.stream(ids.toArray()).boxed().toList();
  }
}
