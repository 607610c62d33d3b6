package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {

  @TempDir private Path folder;
  private Path first;
  private Path second;

  @BeforeEach
  void two_runs() throws IOException {
    first = run("first");
    second = run("second");
  }

  private Path run(String name) throws IOException {
    Path run = folder.resolve(name);
    Files.createDirectories(run.resolve("adapters").resolve("aa"));
    Files.createDirectories(run.resolve("objects"));
    Files.writeString(run.resolve("objects").resolve("bb.json"), "{}");
    Files.writeString(run.resolve("results.json"), "{\"a\":1}");
    Files.writeString(run.resolve("chart-1.svg"), "<svg/>");
    Files.writeString(run.resolve("report.html"), name);
    Files.writeString(
        run.resolve("journal.jsonl"),
        "{\"line\":1,\"step\":\"one\",\"object\":\"bb\",\"millis\":" + name.length() + "}\n");
    return run;
  }

  @Test
  void times_do_not_count() {
    assertThat(RunComparison.of(first, second)).isEqualTo(new RunComparison(2, 1, 1, 1, List.of()));
  }

  @Test
  void every_difference_is_told() throws IOException {
    Files.writeString(second.resolve("results.json"), "{\"a\":2}");
    Files.delete(second.resolve("chart-1.svg"));
    Files.createDirectory(second.resolve("adapters").resolve("cc"));
    Files.move(second.resolve("objects/bb.json"), second.resolve("objects/dd.json"));
    Files.writeString(
        second.resolve("journal.jsonl"), "{\"step\":\"one\",\"object\":\"dd\"}\n{\"torn");

    assertThat(RunComparison.of(first, second).differences())
        .containsExactly(
            "files differ: without [chart-1.svg], and with []",
            "results.json differs",
            "steps differ: without [one with result bb], and with [one with result dd, not a step:"
                + " {\"torn]",
            "adapters differ: without [], and with [cc]",
            "objects differ: without [bb.json], and with [dd.json]");
  }
}
