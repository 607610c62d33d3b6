package dev.seal.bench;

import dev.seal.api.Passage;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures how many tokens a second are decoded, beside llama.cpp on the same file. */
@Command(
    name = "Decode",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Decodes greedily with this library and with llama.cpp (de.kherud:llama) on the same file,"
          + " the same prompts and as many threads, and prints tokens a second. A report, without a"
          + " goal.",
      "Each side and number of rows runs in a process of its own. What reading the prompts and the"
          + " first token take is measured apart and left out.",
      "llama.cpp computes with the file's own weights, of 4 bits where the file has such; this"
          + " library unpacks them to f32 on a CPU when it opens the file."
    })
public final class Decode implements Callable<Integer> {

  /** Who decodes. */
  enum Side {
    SEAL,
    LLAMA_CPP;

    @Override
    public String toString() {
      return this == SEAL ? "seal" : "llama.cpp";
    }
  }

  @Parameters(index = "0", paramLabel = "GGUF", description = "A GGUF file.")
  private Path file;

  @Mixin private ThreadArguments threads;

  @Option(
      names = "--rows",
      split = ",",
      defaultValue = "1,8,32",
      paramLabel = "N",
      description = "How many requests are decoded at once; default ${DEFAULT-VALUE}.")
  private List<Integer> rows;

  @Option(
      names = "--tokens",
      defaultValue = "32",
      paramLabel = "N",
      description = "Tokens a row; default ${DEFAULT-VALUE}.")
  private int tokens;

  @Option(
      names = "--repeats",
      defaultValue = "3",
      paramLabel = "N",
      description = "How often each is timed, after once untimed; default ${DEFAULT-VALUE}.")
  private int repeats;

  @Option(
      names = "--only",
      paramLabel = "SIDE",
      description =
          "Measure one side, ${COMPLETION-CANDIDATES}, with one number of rows in this process, and"
              + " print its figures.")
  private @Nullable Side only;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Decode(), args);
  }

  @Override
  public Integer call() {
    check();
    PrintWriter out = spec.commandLine().getOut();
    if (only != null) {
      List<String> prompts = prompts(rows.get(0));
      threads.apply();
      out.println((only == Side.SEAL ? seal(prompts) : llamaCpp(prompts)).figures().line());
      return CommandRunner.HOLDS;
    }
    out.println("file     " + file);
    out.println("machine  " + Machine.describe() + ", " + threads.number() + " threads");
    out.println();
    out.println("rows  side        tokens a second: least  median  greatest   to first token, s");
    out.flush();
    List<Figures> all = new ArrayList<>();
    for (int count : rows) {
      Figures figures = new Figures().put("rows", count);
      for (Side side : Side.values()) {
        DecodeFigures measured = inProcess(side, count);
        print(out, count, side, measured);
        figures.put(side == Side.SEAL ? "seal" : "llama_cpp", measured.figures());
      }
      all.add(figures);
    }
    out.println(
        new Figures()
            .put("command", "Decode")
            .put("file", file.toString())
            .put("machine", Machine.describe())
            .put("date", Machine.today())
            .put("threads", threads.number())
            .put("tokens", tokens)
            .put("repeats", repeats)
            .putAll("decoding", all)
            .line());
    return CommandRunner.HOLDS;
  }

  private void check() {
    if (rows.stream().anyMatch(count -> count < 1) || tokens < 2 || repeats < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rows and --repeats must be >= 1 and --tokens >= 2, but they were %s, %d and %d"
              .formatted(rows, repeats, tokens));
    }
    if (only != null && rows.size() != 1) {
      throw new ParameterException(
          spec.commandLine(), "--only needs one number of rows, but --rows was " + rows);
    }
    if (!Files.isRegularFile(file)) {
      throw new ParameterException(
          spec.commandLine(), "there is no file " + file + "; give a GGUF file");
    }
  }

  /** Texts of about 60 tokens, all different. */
  private static List<String> prompts(int count) {
    List<Passage> people = Practice.people().test();
    if (count > people.size()) {
      throw new IllegalArgumentException(
          "--rows must be at most " + people.size() + ", but was " + count);
    }
    return people.subList(0, count).stream().map(Passage::context).toList();
  }

  private DecodeFigures inProcess(Side side, int count) {
    List<String> args =
        List.of(
            file.toString(),
            "--only",
            side.name(),
            "--rows",
            Integer.toString(count),
            "--threads",
            Integer.toString(threads.number()),
            "--tokens",
            Integer.toString(tokens),
            "--repeats",
            Integer.toString(repeats),
            "--device",
            engine.device());
    return DecodeFigures.parse(
        ChildProgram.ofOurs(Decode.class, args, threads.environment()).lastLine(),
        side + "'s last line");
  }

  private DecodeFigures seal(List<String> prompts) {
    try (LanguageModel model = engine.open(ModelRef.parse(file.toString()))) {
      return measure(
          prompts.size(),
          drawn -> {
            Sampling greedy =
                Sampling.builder().temperature(0).minTokens(drawn).maxTokens(drawn).build();
            model
                .generate(
                    prompts.stream()
                        .map(prompt -> new GenerationRequest(Prompt.text(prompt), greedy))
                        .toList())
                .forEach(
                    row -> {
                      if (row.tokens().size() != drawn) {
                        throw new IllegalStateException(
                            "a row has %d tokens instead of %d"
                                .formatted(row.tokens().size(), drawn));
                      }
                    });
          });
    }
  }

  // A token is at least a character, or a part of one.
  private DecodeFigures llamaCpp(List<String> prompts) {
    int longest = prompts.stream().mapToInt(String::length).max().orElseThrow();
    try (LlamaCpp model = new LlamaCpp(file, threads.number(), prompts.size(), longest + tokens)) {
      return measure(prompts.size(), drawn -> model.complete(prompts, drawn));
    }
  }

  private DecodeFigures measure(int count, IntConsumer draw) {
    draw.accept(tokens);
    List<Double> first = new ArrayList<>();
    List<Double> perSecond = new ArrayList<>();
    for (int i = 0; i < repeats; i++) {
      double prompt = seconds(draw, 1);
      double whole = seconds(draw, tokens);
      if (!(whole > prompt)) {
        throw new IllegalArgumentException(
            "%d tokens take no longer than one (%.4f s); raise --tokens".formatted(tokens, whole));
      }
      first.add(prompt);
      perSecond.add(count * (tokens - 1) / (whole - prompt));
    }
    return new DecodeFigures(Spread.of(first), Spread.of(perSecond));
  }

  private static double seconds(IntConsumer draw, int drawn) {
    long start = System.nanoTime();
    draw.accept(drawn);
    return (System.nanoTime() - start) / 1e9;
  }

  private static void print(PrintWriter out, int count, Side side, DecodeFigures figures) {
    out.printf(
        Locale.ROOT,
        "%4d  %-10s %22.1f %7.1f %9.1f %20.3f%n",
        count,
        side,
        figures.tokensPerSecond().min(),
        figures.tokensPerSecond().median(),
        figures.tokensPerSecond().max(),
        figures.prompt().median());
    out.flush();
  }
}
