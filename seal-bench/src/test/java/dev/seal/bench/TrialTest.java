package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import dev.seal.bench.TrialComparison.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrialTest {

  private static final String TINY = Recordings.TINY.resolve("qwen2").toString();

  @TempDir private Path folder;

  @Test
  void does_a_step_and_prints_the_fields_that_the_peer_prints() {
    Map<String, Object> job = TrialJobs.small(TINY);

    Run run = Run.of(new Trial(), TrialJobs.write(folder, job).toString(), "--device", "cpu");

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    JsonObject figures = run.figures();
    assertThat(figures.get("peer").getAsString()).isEqualTo("seal");
    assertThat(figures.keySet())
        .contains(
            "device",
            "threads",
            "dtype",
            "sample_s",
            "answer_frozen_s",
            "train_s",
            "answer_s",
            "steps",
            "train_tokens",
            "train_tok_per_s",
            "step_ms",
            "last_epoch_loss",
            "sample_tok_per_s",
            "total_s");
    assertThat(figures.get("steps").getAsInt()).isEqualTo(2 * 3 * 2);
    assertThat(figures.getAsJsonArray("last_epoch_loss")).hasSize(2);
    assertThat(figures.get("answer_s").getAsDouble())
        .isCloseTo(2 * figures.get("answer_frozen_s").getAsDouble(), within(1e-4));
    assertThat(figures.get("total_s").getAsDouble())
        .isCloseTo(
            figures.get("sample_s").getAsDouble()
                + figures.get("train_s").getAsDouble()
                + 3 * figures.get("answer_frozen_s").getAsDouble(),
            within(1e-4));
  }

  @Test
  void rows_that_the_window_cuts_short_do_not_hold() {
    Map<String, Object> job = TrialJobs.small(TINY);
    job.put("sample_tokens", 300);

    Run run = Run.of(new Trial(), TrialJobs.write(folder, job).toString(), "--device", "cpu");

    assertThat(run.exitCode()).isEqualTo(CommandRunner.DOES_NOT_HOLD);
    assertThat(run.err()).contains("tokens short", "256 tokens, may be too small");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "model",
        "rank",
        "alpha",
        "modules",
        "lr",
        "epochs",
        "prompt",
        "samples",
        "sample_tokens",
        "candidates",
        "questions",
        "answer_tokens"
      })
  void a_job_without_a_part_is_refused_by_its_name(String part) {
    Map<String, Object> job = TrialJobs.small(TINY);
    job.remove(part);
    Path file = TrialJobs.write(folder, job);

    Run run = Run.of(new Trial(), file.toString(), "--against", "true");

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).startsWith(file + " is no job: it has no \"" + part + '"');
  }

  @Test
  void a_job_with_a_part_that_cannot_be_is_refused() {
    damaged("rank", 0, "LoRA rank must be >= 1, but was 0");
    damaged("modules", List.of("lm_head"), "no target module is called \"lm_head\"");
    damaged("model", "no/such", "\"model\": no model at \"no/such\"");
    damaged("samples", 0, "\"samples\" must be >= 1, but is 0");
    damaged("candidates", List.of(), "\"candidates\" must hold something, but is []");
    damaged("candidates", List.of(List.of()), "\"candidates\" must hold something, but is []");
    damaged("candidates", List.of(List.of(" ")), "a training document must not be blank");
  }

  private void damaged(String part, Object value, String reason) {
    Map<String, Object> job = TrialJobs.small(TINY);
    job.put(part, value);
    Path file = TrialJobs.write(folder, job);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialJob.read(file))
        .withMessageStartingWith(file + " is no job: " + reason);
  }

  @Test
  void a_file_that_is_no_job_is_refused() throws Exception {
    Path file = Files.writeString(folder.resolve("job.json"), "{\"rank\": \"many\"}");

    Run run = Run.of(new Trial(), file.toString());

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).startsWith(file + " does not have the form of a job");
  }

  private static TrialFigures side(double factor, long steps, long tokens, double loss) {
    return new TrialFigures(
        "x",
        "cpu",
        2,
        "f32",
        factor,
        2 * factor,
        3 * factor,
        4 * factor,
        steps,
        tokens,
        10,
        List.of(loss, loss));
  }

  @Test
  void ratios_are_how_many_times_as_long_the_other_takes() {
    TrialComparison turn = new TrialComparison(side(1, 6, 60, 1), side(2.5, 6, 60, 1.1));

    assertThat(turn.differences()).isEmpty();
    for (Part part : Part.values()) {
      assertThat(turn.ratio(part)).isEqualTo(2.5);
    }
    assertThat(Part.ANSWER.seconds(turn.ours())).isEqualTo(5);
    assertThat(Part.WHOLE.seconds(turn.ours())).isEqualTo(10);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 60 | 1 | the steps must be equal, but are 6 and 7",
        "6 | 61 | 1 | the tokens trained must be equal, but are 60 and 61",
        "6 | 60 | 1.3 | the mean losses of the last epoch must be within 20 %, but are 1.0000 and"
            + " 1.3000",
        "6 | 60 | NaN | the mean losses of the last epoch must be within 20 %, but are 1.0000 and"
            + " NaN"
      })
  void sides_that_did_other_work_are_not_compared(
      long steps, long tokens, double loss, String difference) {
    assertThat(new TrialComparison(side(1, 6, 60, 1), side(1, steps, tokens, loss)).differences())
        .containsExactly(difference);
  }

  @Test
  void a_line_without_a_field_is_refused_by_its_name() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialFigures.parse("{\"peer\": \"x\"}", "their line", 1))
        .withMessageStartingWith("their line has no \"device\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialFigures.parse("done", "their line", 1))
        .withMessageStartingWith("their line does not have the form of a trial's figures");
    String zero = side(1, 6, 60, 1).figures().put("train_s", 0).line();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrialFigures.parse(zero, "their line", 1))
        .withMessage("their line: \"train_s\" must be a number > 0, but is 0.0");
  }

  @Test
  void a_line_is_read_as_it_was_written() {
    TrialFigures side = side(0.5, 6, 60, 1.25);

    assertThat(TrialFigures.parse(side.figures().line(), "our line", 10)).isEqualTo(side);
  }

  @Test
  void a_program_gives_its_last_line_and_its_errors() {
    Map<String, String> environment = Map.of("OMP_NUM_THREADS", "7");
    assertThat(
            ChildProgram.ofShell(
                    "x", "printf '%s %s\\n\\n' first", List.of("a b", "$HOME"), environment)
                .lastLine())
        .isEqualTo("$HOME ");
    assertThat(
            ChildProgram.ofShell("x", "echo $OMP_NUM_THREADS #", List.of(), environment).lastLine())
        .isEqualTo("7");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ChildProgram.ofShell("the other", "echo oh >&2; exit 3 #", List.of(), environment)
                    .lastLine())
        .withMessage("the other ended with exit code 3; the end of what it said:\noh");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> ChildProgram.ofShell("the other", "true", List.of(), environment).lastLine())
        .withMessage("the other printed nothing");
  }

  @Test
  void threads_and_turns_are_counted_from_one() {
    assertThat(Run.of(new Trial(), "job.json", "--threads", "0").err())
        .contains("--threads must be >= 1, but was 0");
    assertThat(Run.of(new Trial(), "job.json", "--turns", "0").err())
        .contains("--turns must be >= 1, but was 0");
    assertThat(Run.of(new Trial(), "job.json", "--out", "x").err())
        .contains("--out and --note need --against");
  }
}
