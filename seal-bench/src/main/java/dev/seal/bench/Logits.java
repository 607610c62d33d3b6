package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares a model's tokens, probabilities and greedy choices with what was recorded of it. */
@Command(
    name = "Logits",
    mixinStandardHelpOptions = true,
    description = {
      "Compares token ids, log-probabilities and greedy tokens with values recorded with Hugging"
          + " Face transformers.",
      "Exit code 1 if token ids or a chat rendering differ, if a log-probability differs by more"
          + " than 2e-3, or if a greedy token differs where the two best are more than 2e-3 apart."
    })
public final class Logits implements Callable<Integer> {

  private static final double LIMIT = 2e-3;

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP)
  private ModelRef model;

  @Parameters(
      index = "1",
      paramLabel = "FILE",
      description = "The recording, such as logits.json: an array of prompts, or an object.")
  private Path file;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Logits(), args);
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    RecordedPrompts recorded = RecordedPrompts.read(file);
    try (LanguageModel opened = engine.open(model)) {
      out.println("model  " + EngineArguments.describe(opened.info()));
      TokenCheck tokens = new TokenCheck(opened.tokenizer(), out);
      tokens.run(recorded);
      List<Likelihood> likelihoods =
          opened.logLikelihood(
              recorded.prompts().stream()
                  .map(prompt -> new LikelihoodRequest(Prompt.tokens(prompt.ids()), null, true))
                  .toList());
      List<GreedyCheck.Result> greedy =
          new GreedyCheck(opened, null)
              .compare(
                  recorded.prompts().stream()
                      .map(prompt -> new GreedyCheck.Recorded(prompt.ids(), prompt.greedy()))
                      .toList());
      double tokenDifference = 0;
      double lastDifference = 0;
      boolean holds = tokens.different() == 0;
      out.println("prompt  tokens  log-probabilities  last position  greedy tokens equal");
      for (int i = 0; i < greedy.size(); i++) {
        RecordedPrompts.Prompt prompt = recorded.prompts().get(i);
        double ofTokens = difference(likelihoods.get(i), prompt.logProbabilities());
        double ofLast =
            prompt.lastLogits().logProbabilityDifference(likelihoods.get(i).nextTokenLogits());
        tokenDifference = Math.max(tokenDifference, ofTokens);
        lastDifference = Math.max(lastDifference, ofLast);
        holds &= greedy.get(i).holds();
        out.printf(
            Locale.ROOT,
            "%6d %7d %18.2e %14.2e  %s%n",
            i,
            prompt.ids().size(),
            ofTokens,
            ofLast,
            describe(greedy.get(i), prompt));
      }
      holds &=
          Differences.within(tokenDifference, LIMIT) && Differences.within(lastDifference, LIMIT);
      out.println(
          new Figures()
              .put("command", "Logits")
              .put("model", model.toString())
              .put("recording", file.toString())
              .put("texts", tokens.compared())
              .put("texts_different", tokens.different())
              .put("prompts", greedy.size())
              .put("log_probability_difference", tokenDifference)
              .put("last_log_probability_difference", lastDifference)
              .put("greedy_ties", greedy.stream().filter(r -> !r.same() && r.holds()).count())
              .put("greedy_different", greedy.stream().filter(r -> !r.holds()).count())
              .put("seconds", (System.nanoTime() - start) / 1e9)
              .put("holds", holds)
              .line());
      return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }

  private static double difference(Likelihood ours, List<Double> recorded) {
    float[] values = ours.logProbabilities();
    double largest = 0;
    for (int i = 0; i < values.length; i++) {
      largest = Math.max(largest, Differences.absolute(values[i], recorded.get(i)));
    }
    return largest;
  }

  private static String describe(GreedyCheck.Result result, RecordedPrompts.Prompt prompt) {
    String equal = result.equal() + " of " + prompt.greedy().size();
    if (result.same()) {
      return equal;
    }
    return String.format(
        Locale.ROOT,
        "%s, then the best two are %.2e apart: %s",
        equal,
        result.margin(),
        result.holds() ? "a tie" : "different");
  }
}
