package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine against Hugging Face transformers and PEFT, as a user checks it. */
class GoldenIT {

  @Test
  void the_practice_model_gives_the_recorded_probabilities() {
    Run run =
        Run.of(new Logits(), "practice", Recordings.PRACTICE.resolve("logits.json").toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("prompts").getAsInt()).isEqualTo(3);
    assertThat(run.figures().get("greedy_different").getAsInt()).isZero();
    assertThat(run.figures().get("holds").getAsBoolean()).isTrue();
  }

  @Test
  void the_practice_model_trains_as_peft_recorded_it_alone_and_in_company() {
    Run run =
        Run.of(new Replay(), "practice", Recordings.PRACTICE.resolve("peft_all_r8").toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("steps").getAsInt()).isEqualTo(30);
    assertThat(run.figures().getAsJsonObject("in_company").get("loss").getAsDouble())
        .isLessThan(1e-3);
  }

  @Test
  void a_recording_of_another_model_does_not_hold() {
    Run run = Run.of(new Replay(), "practice", Recordings.SMOLLM2.resolve("peft_qv_r4").toString());

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).isNotBlank().doesNotContain("\tat ");
  }

  @Test
  void smollm2_gives_the_recorded_probabilities() {
    Run run =
        Run.of(
            new Logits(),
            Recordings.smolLm2().toString(),
            Recordings.SMOLLM2.resolve("logits.json").toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("texts").getAsInt()).isEqualTo(25 + 4 + 2);
  }

  @Test
  void smollm2_trains_as_peft_recorded_it_alone_and_in_company() {
    Run run =
        Run.of(
            new Replay(),
            Recordings.smolLm2().toString(),
            Recordings.SMOLLM2.resolve("peft_qv_r4").toString());

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  @Test
  void an_adapter_written_for_peft_answers_the_same_when_opened(@TempDir Path folder)
      throws IOException {
    Run written = Run.of(new PeftRoundTrip(), "--out", folder.toString());
    assertThat(written.exitCode()).as(written.out() + written.err()).isZero();
    Files.move(folder.resolve("ours"), folder.resolve("theirs"));
    Files.move(folder.resolve("ours.json"), folder.resolve("theirs.json"));

    Run checked = Run.of(new PeftRoundTrip(), "--check", folder.toString());

    assertThat(checked.exitCode()).as(checked.out() + checked.err()).isZero();
    assertThat(checked.figures().get("equal").getAsInt()).isEqualTo(15);
  }
}
