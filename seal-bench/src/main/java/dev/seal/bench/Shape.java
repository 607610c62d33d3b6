package dev.seal.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.bench.ModelShape.Family;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a model of random weights, and a job for it, to measure a shape without its weights. */
@Command(
    name = "Shape",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Writes DIR/model, a model in Hugging Face layout of random bf16 weights (for time, not for"
          + " text), and DIR/job.json, a job on it for Trial and Scaling. The defaults are the"
          + " shape of Qwen2.5-7B: 15.2 GB.",
      "The tokenizer is the practice model's; the rest of the vocabulary has no text. Exit code 2"
          + " if DIR holds something."
    })
public final class Shape implements Callable<Integer> {

  private static final long SHARD_BYTES = 2L << 30;

  @Parameters(index = "0", paramLabel = "DIR", description = "A folder that is new or empty.")
  private Path folder;

  @Option(
      names = "--family",
      defaultValue = "qwen2",
      paramLabel = "NAME",
      description = "qwen2 (with biases on q, k and v) or llama; default ${DEFAULT-VALUE}.")
  private Family family;

  @Option(names = "--layers", defaultValue = "28", description = "Default ${DEFAULT-VALUE}.")
  private int layers;

  @Option(names = "--hidden", defaultValue = "3584", description = "Default ${DEFAULT-VALUE}.")
  private int hidden;

  @Option(
      names = "--intermediate",
      defaultValue = "18944",
      description = "Default ${DEFAULT-VALUE}.")
  private int intermediate;

  @Option(names = "--heads", defaultValue = "28", description = "Default ${DEFAULT-VALUE}.")
  private int heads;

  @Option(names = "--kv-heads", defaultValue = "4", description = "Default ${DEFAULT-VALUE}.")
  private int keyValueHeads;

  @Option(
      names = "--vocabulary",
      defaultValue = "152064",
      description = "Default ${DEFAULT-VALUE}; at least the tokenizer's 2048.")
  private int vocabulary;

  @Option(
      names = "--candidates",
      defaultValue = "16",
      paramLabel = "N",
      description = "Candidates of the job, 9 documents each; default ${DEFAULT-VALUE}.")
  private int candidates;

  @Option(
      names = "--document-tokens",
      defaultValue = "51",
      paramLabel = "N",
      description = "About how many tokens a document has; default ${DEFAULT-VALUE}.")
  private int documentTokens;

  @Option(names = "--seed", defaultValue = "0", description = "Default ${DEFAULT-VALUE}.")
  private long seed;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Shape(), args);
  }

  @Override
  public Integer call() {
    ModelShape shape =
        new ModelShape(family, layers, hidden, intermediate, heads, keyValueHeads, vocabulary);
    int people = Practice.people().train().size();
    if (candidates < 1 || candidates > people) {
      throw new IllegalArgumentException(
          "--candidates must be from 1 to %d, but was %d".formatted(people, candidates));
    }
    if (documentTokens < 1) {
      throw new IllegalArgumentException(
          "--document-tokens must be >= 1, but was " + documentTokens);
    }
    Path model = folder.toAbsolutePath().normalize().resolve("model");
    Path job = model.resolveSibling("job.json");
    EngineOptions onCpu = EngineOptions.builder().device("cpu").build();
    try (LanguageModel practice = new LoraEngine().open(Practice.model(), onCpu)) {
      int known = practice.info().vocabularySize();
      if (vocabulary < known) {
        throw new IllegalArgumentException(
            "--vocabulary must be >= %d, the tokenizer's, but was %d".formatted(known, vocabulary));
      }
      requireEmpty();
      long parameters = writeModel(shape, model, practice.tokenizer().endToken());
      JsonFiles.write(
          job, new ShapeJob(practice.tokenizer(), documentTokens).of(model.toString(), candidates));
      report(model, job, parameters);
      return CommandRunner.HOLDS;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + folder + ": " + e, e);
    }
  }

  private void report(Path model, Path job, long parameters) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf("model  %s, %,d parameters%njob    %s%n", model, parameters, job);
    out.println(
        new Figures()
            .put("command", "Shape")
            .put("model", model.toString())
            .put("job", job.toString())
            .put("parameters", parameters)
            .put("seed", seed)
            .line());
    out.flush();
  }

  private void requireEmpty() throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> entries = Files.list(folder)) {
        if (entries.findAny().isPresent()) {
          throw new IllegalArgumentException(
              folder + " holds something already; give a folder that is new or empty");
        }
      }
    }
  }

  private long writeModel(ModelShape shape, Path model, int endToken) throws IOException {
    PracticeFolder.write(model, List.of(PracticeFolder.TOKENIZER));
    JsonFiles.write(model.resolve("config.json"), shape.config(endToken));
    // Without it, transformers takes the end token of the family.
    JsonFiles.write(
        model.resolve("tokenizer_config.json"),
        Map.of("eos_token", addedToken(model.resolve(PracticeFolder.TOKENIZER), endToken)));
    RandomWeights weights = new RandomWeights(shape.tensors(), SHARD_BYTES, seed);
    weights.write(model);
    return weights.elements();
  }

  private static String addedToken(Path tokenizer, int id) {
    for (JsonElement element :
        JsonFiles.read(tokenizer, JsonObject.class).getAsJsonArray("added_tokens")) {
      JsonObject token = element.getAsJsonObject();
      if (token.get("id").getAsInt() == id) {
        return token.get("content").getAsString();
      }
    }
    throw new IllegalStateException("the practice model's tokenizer has no added token " + id);
  }
}
