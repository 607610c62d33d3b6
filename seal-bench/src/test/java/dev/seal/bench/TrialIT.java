package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trials in turns, the other program being this one: it takes the same arguments. */
class TrialIT {

  @TempDir private Path folder;

  private static String ourselves() {
    return "'%s' -cp '%s' dev.seal.bench.Trial"
        .formatted(
            Path.of(System.getProperty("java.home"), "bin", "java"),
            System.getProperty("java.class.path"));
  }

  @Test
  void runs_in_turns_with_another_program_and_gives_the_ratios() {
    Path job = TrialJobs.write(folder, TrialJobs.small("practice"));
    Path out = folder.resolve("out");

    Run run =
        Run.of(
            new Trial(),
            job.toString(),
            "--against",
            ourselves(),
            "--threads",
            "1",
            "--turns",
            "2",
            "--device",
            "cpu",
            "--out",
            out.toString(),
            "--note",
            "Both sides are the same program & the same version.");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    JsonObject figures = run.figures();
    assertThat(figures.get("holds").getAsBoolean()).isTrue();
    for (String part : new String[] {"train", "sample", "answer", "whole"}) {
      JsonObject ratio = figures.getAsJsonObject("ratio").getAsJsonObject(part);
      double median = ratio.get("median").getAsDouble();
      assertThat(ratio.get("min").getAsDouble()).isPositive().isLessThanOrEqualTo(median);
      assertThat(ratio.get("max").getAsDouble()).isGreaterThanOrEqualTo(median);
    }
    assertThat(figures.getAsJsonArray("ours")).hasSize(2);
    JsonObject ours = figures.getAsJsonArray("ours").get(0).getAsJsonObject();
    JsonObject theirs = figures.getAsJsonArray("theirs").get(1).getAsJsonObject();
    assertThat(ours.get("threads").getAsInt()).isEqualTo(1);
    assertThat(ours.get("last_epoch_loss")).isEqualTo(theirs.get("last_epoch_loss"));
    assertThat(out.resolve("trial.json")).content().isEqualTo(figures + "\n");
    assertThat(out.resolve("trial.svg")).content().contains("<svg", "<path");
  }

  @Test
  void another_program_that_fails_is_named_with_what_it_said() {
    Path job = TrialJobs.write(folder, TrialJobs.small("practice"));

    Run run = Run.of(new Trial(), job.toString(), "--against", ourselves() + " --no-such-option");

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err())
        .startsWith("the other program ended with exit code 2")
        .contains("Unknown option: '--no-such-option'");
  }
}
