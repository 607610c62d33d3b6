package dev.seal.bench;

import dev.seal.Adaptation;
import dev.seal.Seal;
import dev.seal.api.Passage;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.tasks.practice.Practice;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Adapts again and again, and watches the memory. */
@Command(
    name = "Soak",
    mixinStandardHelpOptions = true,
    description = {
      "Adapts one model to one practice person after the other, closing each adaptation, and"
          + " watches the process's resident memory (Linux only).",
      "Exit code 1 if resident memory at the end is more than 64 MiB above that after the first"
          + " adaptations (--baseline), or if native arrays are left over."
    })
public final class Soak implements Callable<Integer> {

  private static final double LIMIT_MEBIBYTES = 64;

  @Option(
      names = "--model",
      defaultValue = "practice",
      paramLabel = "MODEL",
      converter = ModelRefConverter.class,
      description = ModelRefConverter.HELP + " Default practice.")
  private ModelRef model;

  @Option(names = "--adapts", defaultValue = "200", description = "How often; default 200.")
  private int adapts;

  @Option(
      names = "--baseline",
      defaultValue = "20",
      description =
          "After how many adaptations memory is first read, and then after every so many; default"
              + " 20.")
  private int baseline;

  @Option(names = "--seed", defaultValue = "0", description = "The run's seed; default 0.")
  private long seed;

  @Mixin private EngineArguments engine;

  @Spec private CommandSpec spec;

  /**
   * Runs the command and ends the process.
   *
   * @param args see {@code --help}
   */
  public static void main(String[] args) {
    CommandRunner.main(new Soak(), args);
  }

  @Override
  public Integer call() {
    if (baseline < 1 || adapts <= baseline) {
      throw new ParameterException(
          spec.commandLine(),
          "--adapts must be above --baseline, which must be >= 1, but they were "
              + adapts
              + " and "
              + baseline);
    }
    ResidentMemory.mebibytes();
    PrintWriter out = spec.commandLine().getOut();
    long start = System.nanoTime();
    try (LanguageModel opened = engine.open(model);
        Seal<Passage> seal =
            Seal.builder()
                .model(opened)
                .task(dev.seal.tasks.knowledge.Knowledge.implications())
                .seed(seed)
                .build()) {
      out.println("model  " + EngineArguments.describe(opened.info()));
      out.println(seal.settings().describe());
      int arraysBefore = opened.liveArrays();
      double first = 0;
      double now = 0;
      List<Passage> people = Practice.people().test();
      for (int done = 1; done <= adapts; done++) {
        try (Adaptation<Passage> adaptation = seal.adapt(people.get(done % people.size()))) {
          if (adaptation.rejected() == adaptation.candidates().size()) {
            out.println("all self-edits for " + adaptation.input().title() + " were rejected");
          }
        }
        if (done % baseline == 0 || done == adapts) {
          now = ResidentMemory.mebibytes();
          first = done == baseline ? now : first;
          out.printf(
              Locale.ROOT,
              "after %4d: %.1f MiB resident, %d native arrays%n",
              done,
              now,
              opened.liveArrays());
          out.flush();
        }
      }
      int arraysAfter = opened.liveArrays();
      boolean holds = now - first <= LIMIT_MEBIBYTES && arraysAfter == arraysBefore;
      out.println(
          new Figures()
              .put("command", "Soak")
              .put("model", model.toString())
              .put("adapts", adapts)
              .put("baseline", baseline)
              .put("resident_mib_at_baseline", first)
              .put("resident_mib", now)
              .put("growth_mib", now - first)
              .put("arrays_before", arraysBefore)
              .put("arrays_after", arraysAfter)
              .put("seconds", (System.nanoTime() - start) / 1e9)
              .put("holds", holds)
              .line());
      return holds ? CommandRunner.HOLDS : CommandRunner.DOES_NOT_HOLD;
    }
  }
}
