package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.Passage;
import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.RunProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
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

  private static RunProgress progress(long trials, double reward) {
    return new RunProgress(
        "round 1 of 2",
        trials,
        10,
        trials == 0 ? OptionalDouble.empty() : OptionalDouble.of(reward));
  }

  @Test
  void a_run_has_a_line_per_group_of_inputs_and_none_per_input() {
    try (ConsoleProgress progress = new ConsoleProgress(out, false)) {
      progress.runProgressed(progress(0, 0));
      progress.phaseStarted(new PhaseStarted(Phase.TRAIN, 5));
      progress.phaseProgress(new PhaseProgress(Phase.TRAIN, 1, 5));
      progress.phaseFinished(new PhaseFinished(Phase.TRAIN, 5, 1234, Duration.ofMillis(1500)));
      progress.candidateRejected(new CandidateRejected("Eagle", 1, "the edit is blank"));
      progress.inputAdapted(new InputAdapted("Eagle", 0.25, OptionalDouble.of(0.5)));
      progress.runProgressed(progress(5, 0.25));
      progress.phaseFinished(new PhaseFinished(Phase.TRAIN, 5, 1234, Duration.ofMillis(1500)));
      progress.runProgressed(progress(10, -0.125));
      progress.phaseStarted(new PhaseStarted(Phase.FINE_TUNE, 2));
      progress.phaseFinished(new PhaseFinished(Phase.FINE_TUNE, 2, 20, Duration.ofMillis(1500)));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "round 1 of 2: 5 of 10 trials, reward 0.250",
            "round 1 of 2: 10 of 10 trials, reward -0.125",
            "fine-tune 2 self-edits, 20 tokens in 1.5 s");
  }

  @Test
  void a_run_without_rewards_tells_its_trials() {
    try (ConsoleProgress progress = new ConsoleProgress(out, false)) {
      progress.runProgressed(new RunProgress("frozen", 0, 2, OptionalDouble.empty()));
      progress.runProgressed(new RunProgress("frozen", 2, 2, OptionalDouble.empty()));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly("frozen: 2 of 2 trials");
  }

  @Test
  void a_run_has_one_bar_in_a_terminal() {
    try (ConsoleProgress progress = new ConsoleProgress(out, true)) {
      progress.runProgressed(progress(0, 0));
      progress.phaseStarted(new PhaseStarted(Phase.TRAIN, 5));
      progress.phaseProgress(new PhaseProgress(Phase.TRAIN, 1, 5));
      progress.inputAdapted(new InputAdapted("Eagle", 0.25, OptionalDouble.of(0.5)));
      progress.runProgressed(progress(10, 0.25));
    }
    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .contains("round 1 of 2", "10/10", "reward 0.250")
        .doesNotContain("Eagle");
  }

  @Test
  void the_outer_loop_shows_its_rounds_and_then_what_was_learned_from_them() {
    List<Passage> passages = List.of(WordTask.passage("a", "red"), WordTask.passage("b", "red"));
    try (ConsoleProgress progress = new ConsoleProgress(out, false);
        Seal<Passage> seal =
            Seal.builder()
                .model(new ScriptedModel("red"))
                .task(new WordTask())
                .rounds(1)
                .inputsAtOnce(1)
                .listener(progress)
                .build()) {
      seal.improve(passages);
      seal.adapt(passages.get(0)).close();
      seal.evaluate(passages);
    }
    assertThat(
            bytes
                .toString(StandardCharsets.UTF_8)
                .replaceAll("in [0-9.]+ s", "in some time")
                .lines())
        .containsExactly(
            "round 1 of 1: 5 of 10 trials, reward 1.000",
            "round 1 of 1: 10 of 10 trials, reward 1.000",
            "fine-tune 2 self-edits, 10 tokens in some time",
            "merge  1 adapter in some time",
            "write  5 self-edits, 10 tokens in some time",
            "train  5 adapters, 50 tokens in some time",
            "answer 6 answers, 12 tokens in some time",
            "grade  6 sets of answers in some time",
            "\"A\": frozen 0.000, best candidate 1.000",
            "self-edit: 5 of 10 trials, reward 1.000",
            "self-edit: 10 of 10 trials, reward 1.000");
  }
}
