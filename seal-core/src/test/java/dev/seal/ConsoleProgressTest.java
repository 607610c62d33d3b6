package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  private String run(boolean terminal) {
    try (ConsoleProgress progress = new ConsoleProgress(out, terminal)) {
      progress.phaseStarted(new PhaseStarted(Phase.TRAIN, 2));
      progress.phaseProgress(new PhaseProgress(Phase.TRAIN, 10, 20));
      progress.phaseFinished(new PhaseFinished(Phase.TRAIN, 2, 1234, Duration.ofMillis(1500)));
      progress.candidateRejected(new CandidateRejected("Eagle", 1, "the edit is blank"));
      progress.inputAdapted(new InputAdapted("Eagle", 0.25, OptionalDouble.of(0.5)));
      progress.phaseStarted(new PhaseStarted(Phase.ANSWER, 2));
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Test
  void away_from_a_terminal_there_is_a_line_per_phase() {
    assertThat(run(false).lines())
        .containsExactly(
            "train  2 adapters, 1,234 tokens in 1.5 s",
            "rejected candidate 1 of \"Eagle\": the edit is blank",
            "\"Eagle\": frozen 0.250, best candidate 0.500");
  }

  @Test
  void in_a_terminal_there_is_a_bar_that_closing_ends() {
    assertThat(run(true)).contains("train", "10/20", "answer");
  }
}
