package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {

  @TempDir private Path folder;

  private Run run(String... more) {
    assumeThat(Path.of("/proc/self/status"))
        .as("memory is read from /proc, which only Linux has")
        .exists();
    Path job =
        TrialJobs.write(folder, TrialJobs.small(Recordings.TINY.resolve("qwen2").toString()));
    List<String> args =
        new ArrayList<>(
            List.of(
                job.toString(),
                "--sizes",
                "1,2,9",
                "--repeats",
                "2",
                "--draw-tokens",
                "4",
                "--device",
                "cpu"));
    args.addAll(List.of(more));
    return Run.of(new Scaling(), args.toArray(String[]::new));
  }

  @Test
  void measures_each_size_and_draws_the_charts() {
    Path out = folder.resolve("out");

    Run run = run("--out", out.toString());

    JsonObject figures = run.figures();
    assertThat(run.exitCode())
        .as(run.out() + run.err())
        .isEqualTo(figures.get("holds").getAsBoolean() ? 0 : CommandRunner.DOES_NOT_HOLD);
    JsonArray training = figures.getAsJsonArray("training");
    assertThat(training).hasSize(3);
    JsonObject nine = training.get(2).getAsJsonObject();
    assertThat(nine.get("adapters").getAsInt()).isEqualTo(9);
    assertThat(nine.get("peak_mib").getAsDouble()).isPositive();
    assertThat(nine.getAsJsonObject("step_ms").get("median").getAsDouble()).isPositive();
    assertThat(nine.get("times_before").getAsDouble())
        .isEqualTo(
            nine.getAsJsonObject("step_ms").get("median").getAsDouble()
                / training
                    .get(1)
                    .getAsJsonObject()
                    .getAsJsonObject("step_ms")
                    .get("median")
                    .getAsDouble(),
            within(1e-4));
    assertThat(figures.getAsJsonArray("drawing")).hasSize(3);
    assertThat(out.resolve("scaling.json")).content().isEqualTo(figures + "\n");
    for (String chart : List.of("training.svg", "memory.svg", "drawing.svg")) {
      assertThat(out.resolve(chart)).content().contains("<svg", "<path");
    }
  }

  @Test
  void memory_over_the_limit_does_not_hold() {
    Run run = run("--memory-limit", "1.5");

    assertThat(run.exitCode()).isEqualTo(CommandRunner.DOES_NOT_HOLD);
    assertThat(run.figures().get("memory_limit_mib").getAsDouble()).isEqualTo(1.5);
    assertThat(run.figures().get("holds").getAsBoolean()).isFalse();
  }

  private static boolean holds(List<Double> medians, List<Double> peaks, @Nullable Double limit) {
    List<Spread> costs = medians.stream().map(median -> new Spread(0, median, 99)).toList();
    return new ScalingReport(List.of(1, 2, 4), costs, peaks, costs, limit, 1, 1).holds();
  }

  @Test
  void a_step_may_cost_a_twentieth_more_than_at_the_size_before() {
    assertThat(holds(List.of(10.0, 10.4, 10.9), List.of(), null)).isTrue();
    assertThat(holds(List.of(10.0, 3.0, 3.2), List.of(), null)).isFalse();
    assertThat(holds(List.of(10.0, Double.NaN, 3.2), List.of(), null)).isFalse();
  }

  @Test
  void no_peak_may_be_over_the_limit() {
    List<Double> costs = List.of(3.0, 2.0, 1.0);
    assertThat(holds(costs, List.of(10.0, 20.0, 30.0), 30.0)).isTrue();
    assertThat(holds(costs, List.of(10.0, 31.0, 30.0), 30.0)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0,1", "2,1", "1,1"})
  void sizes_ascend_from_one(String sizes) {
    Run run = Run.of(new Scaling(), "job.json", "--sizes", sizes);

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--sizes must ascend from 1 or more, but were");
  }

  @Test
  void repeats_are_counted_from_one() {
    assertThat(Run.of(new Scaling(), "job.json", "--repeats", "0").err())
        .contains("must be >= 1, but were 0, 1 and 32");
  }

  @Test
  void a_spread_has_its_middle() {
    assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(1, 2, 3));
    assertThat(Spread.of(List.of(4.0, 1.0, 3.0, 2.0))).isEqualTo(new Spread(1, 2.5, 4));
  }
}
