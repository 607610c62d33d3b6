package dev.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.EngineException;
import dev.seal.api.Passage;
import dev.seal.api.Selection;
import dev.seal.api.SelfEdit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderLoopTest {

  private static final List<Passage> PASSAGES = LoopRun.PASSAGES;

  @TempDir Path parent;

  private List<String> run(Path path, LoopRun program) {
    try (RunFolder folder = RunFolder.open(path)) {
      return program.run(folder);
    }
  }

  private void stop(Path path, LoopRun program) {
    assertThatThrownBy(() -> run(path, program))
        .isInstanceOf(EngineException.class)
        .hasMessage("stopped");
    assertThat(program.model.openAdapters()).isZero();
    assertThat(program.model.merged).allMatch(merged -> merged.closed);
  }

  private static void stopAt(ScriptedModel model, String kind, int number) {
    model.during.put(
        kind,
        () -> {
          if (model.calls.stream().filter(kind::equals).count() == number) {
            throw new EngineException("stopped");
          }
        });
  }

  @Test
  void a_recorded_run_gives_what_an_unrecorded_one_gives() {
    assertThat(run(parent, new LoopRun())).isEqualTo(new LoopRun().run(null));
  }

  @Test
  void a_run_that_is_done_gives_its_results_again_without_work() {
    List<String> results = run(parent, new LoopRun());
    LoopRun again = new LoopRun();
    assertThat(run(parent, again)).isEqualTo(results);
    // Merging two rounds, the adapter for all, and the answer that was asked for afterwards.
    assertThat(again.model.calls)
        .containsExactly("load", "merge", "load", "merge", "load", "answer");
  }

  @Test
  void a_run_that_is_stopped_anywhere_ends_as_one_that_was_not() {
    LoopRun whole = new LoopRun();
    List<String> results = whole.run(null);
    int calls = whole.model.calls.size();
    assertThat(calls).isEqualTo(30);
    for (int call = 1; call <= calls; call++) {
      Path path = parent.resolve("stopped-at-" + call);
      stop(path, new LoopRun().stoppedAt(call));
      assertThat(run(path, new LoopRun())).as("stopped at call %d", call).isEqualTo(results);
    }
  }

  @Test
  void a_run_that_is_stopped_again_and_again_ends_as_one_that_was_not() {
    List<String> results = new LoopRun().run(null);
    int stops = 0;
    List<String> end = null;
    while (end == null) {
      LoopRun program = new LoopRun().stoppedAt(2 + ++stops);
      try {
        end = run(parent, program);
      } catch (EngineException stopped) {
        assertThat(stopped).hasMessage("stopped");
      }
    }
    assertThat(stops).isGreaterThan(5);
    assertThat(end).isEqualTo(results);
  }

  @Test
  void answers_that_are_missing_need_the_training_again_and_no_writing() {
    LoopRun first = new LoopRun();
    // The first answers are those about own questions.
    stopAt(first.model, "answer", 2);
    stop(parent, first);
    LoopRun second = new LoopRun();
    stopAt(second.model, "answer", 1);
    stop(parent, second);
    assertThat(second.model.calls).containsExactly("train", "answer");
    assertThat(second.model.trainCalls.get(0))
        .usingRecursiveComparison()
        .isEqualTo(first.model.trainCalls.get(0));
  }

  @Test
  void training_that_comes_out_differently_is_noticed() {
    LoopRun first = new LoopRun();
    stopAt(first.model, "answer", 2);
    stop(parent, first);
    LoopRun second = new LoopRun();
    second.model.loss = 1.25;
    assertThatThrownBy(() -> run(parent, second))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the step own/improve-1/round-1/group-1/train was interrupted, and doing it again gave"
                + " another result than the one recorded; this machine computes differently from"
                + " the one that began the run: go on there, or start again in another folder");
    assertThat(second.model.openAdapters()).isZero();
  }

  private void refused(UnaryOperator<SealBuilder<Passage>> settings, String difference) {
    refused(new LoopRun().with(settings), PASSAGES, difference);
  }

  private void refused(LoopRun other, List<Passage> inputs, String difference) {
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = other.seal(folder)) {
      assertThatThrownBy(() -> seal.improve(inputs))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageStartingWith(
              "run folder " + parent + " was begun with other settings of own/improve-1: ")
          .hasMessageContaining(difference)
          .hasMessageEndingWith("; run with the settings it was begun with, or in another folder");
    }
    assertThat(other.model.calls).isEmpty();
  }

  @Test
  void other_settings_are_refused_with_what_differs() {
    stop(parent, new LoopRun().stoppedAt(5));
    refused(b -> b.seed(5), "run was seed 4, 2 inputs at once and is seed 5, 2 inputs at once");
    refused(b -> b.selfEdits(4), "method was self-edit, 3 per input and is self-edit, 4 per input");
    refused(b -> b.reward(Reward.binary()), "reward was gain and is binary");
    refused(b -> b.rounds(1), "rounds was 2 over all inputs and is 1 over all inputs");
    refused(b -> b.selection(Selection.BEST_WITH_GAIN), "selection was best and is best-with-gain");
    refused(b -> b.evaluations(3), "evaluations was 2 (user) and is 3 (user)");
    refused(b -> b.trainingTokens(99), "on 99 tokens in the place of epochs");
    refused(
        b -> b.judge(new ScriptedModel("j")),
        "judge was not set and is scripted, fingerprint " + fingerprint("j"));
    refused(
        b -> b.rater(new ScriptedModel("r")),
        "rater was not set and is scripted, fingerprint " + fingerprint("r"));
    refused(
        b -> b.method(Method.writtenBy(new ScriptedModel("w"))),
        "author was not set and is scripted, fingerprint " + fingerprint("w"));
    refused(new LoopRun(), PASSAGES.subList(0, 3), "inputs was 4, SHA-256 ");
    refused(
        new LoopRun(),
        List.of(PASSAGES.get(1), PASSAGES.get(0), PASSAGES.get(2), PASSAGES.get(3)),
        "inputs was 4, SHA-256 ");
    List<Passage> otherQuestions = new ArrayList<>(PASSAGES);
    otherQuestions.set(0, WordTask.passage("red green", "red"));
    refused(new LoopRun(), otherQuestions, "inputs was 4, SHA-256 ");
    LoopRun unfit = new LoopRun();
    unfit.model.window = 100;
    refused(unfit, PASSAGES, "training was ");
  }

  @Test
  void other_edits_from_outside_are_refused() {
    LoopRun first =
        new LoopRun().with(b -> b.method(Method.given(p -> List.of(new SelfEdit("red")))));
    List<String> results = run(parent, first);
    LoopRun other =
        new LoopRun().with(b -> b.method(Method.given(p -> List.of(new SelfEdit("green")))));
    assertThatThrownBy(() -> run(parent, other))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("own/improve-1: inputs was 4, SHA-256 ");
    LoopRun same =
        new LoopRun().with(b -> b.method(Method.given(p -> List.of(new SelfEdit("red")))));
    assertThat(run(parent, same)).isEqualTo(results);
  }

  private static String fingerprint(String script) {
    return new ScriptedModel(script).info().fingerprint();
  }

  @Test
  void a_call_that_failed_and_is_tried_again_goes_on_where_it_was() {
    LoopRun whole = new LoopRun();
    List<String> results = whole.run(null);
    int calls = whole.model.calls.size();
    for (int call = 1; call <= calls; call += 3) {
      Path path = parent.resolve("stopped-at-" + call);
      LoopRun program = new LoopRun().stoppedAt(call).tryingAgain();
      assertThat(run(path, program)).as("stopped at call %d", call).isEqualTo(results);
      // Besides the call that failed, a training whose answers were missing is done again, and
      // what is not recorded: merging, and loading an adapter.
      assertThat(program.model.calls).hasSizeBetween(calls + 1, calls + 5);
      // And a process after it finds all that under the same names.
      LoopRun later = new LoopRun();
      assertThat(run(path, later)).isEqualTo(results);
      assertThat(later.model.calls).doesNotContain("question", "write", "train", "fine-tune");
    }
  }

  @Test
  void a_failed_call_does_not_move_the_ones_behind_it() {
    LoopRun program = new LoopRun();
    stopAt(program.model, "train", 1);
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = program.seal(folder)) {
      assertThatThrownBy(() -> seal.improve(PASSAGES)).hasMessage("stopped");
      seal.evaluate(PASSAGES);
      seal.evaluate(PASSAGES.subList(0, 1));
      assertThat(folder.journal().has("own/evaluate-1/group-1/write")).isTrue();
      assertThat(folder.journal().has("own/evaluate-2/group-1/write")).isTrue();
    }
    LoopRun later = new LoopRun();
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = later.seal(folder)) {
      seal.evaluate(PASSAGES);
      seal.evaluate(PASSAGES.subList(0, 1));
      assertThat(later.model.calls).isEmpty();
    }
  }

  @Test
  void a_call_that_was_cancelled_goes_on_where_it_was() {
    LoopRun program = new LoopRun();
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = program.seal(folder)) {
      program.model.during.put("fine-tune", seal::cancel);
      assertThatThrownBy(() -> seal.improve(PASSAGES)).isInstanceOf(CancellationException.class);
      program.model.during.clear();
      program.model.calls.clear();
      seal.improve(PASSAGES);
      assertThat(program.model.calls).startsWith("load", "merge", "write");
    }
    assertThat(run(parent, new LoopRun())).isEqualTo(new LoopRun().run(null));
  }

  @Test
  void other_inputs_after_a_failure_are_refused_in_the_same_folder() {
    LoopRun program = new LoopRun().stoppedAt(3);
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = program.seal(folder)) {
      assertThatThrownBy(() -> seal.evaluate(PASSAGES)).hasMessage("stopped");
      assertThatThrownBy(() -> seal.evaluate(PASSAGES.subList(0, 2)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("was begun with other settings of own/evaluate-1: inputs was 4,");
      assertThat(seal.evaluate(PASSAGES).results()).hasSize(4);
    }
  }

  @Test
  void what_is_refused_at_the_door_leaves_no_trace() {
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = new LoopRun().seal(folder)) {
      assertThatThrownBy(() -> seal.improve(PASSAGES.subList(0, 1)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(seal.improve(PASSAGES).rounds()).hasSize(2);
      assertThat(folder.journal().has("own/improve-1/round-2/fine_tune")).isTrue();
    }
  }

  @Test
  void adapting_each_input_records_nothing() {
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> seal = new LoopRun().seal(folder)) {
      seal.adaptEach(PASSAGES.subList(0, 2)).forEach(Adaptation::close);
      assertThat(folder).hasToString("run folder " + parent + ", 0 steps done");
    }
  }

  @Test
  void several_seals_share_a_folder_under_names_of_their_own() {
    try (RunFolder folder = RunFolder.open(parent);
        Seal<Passage> own = new LoopRun().seal(folder);
        Seal<Passage> other = new LoopRun().with(b -> b.folder(folder, "other")).seal(folder)) {
      own.evaluate(PASSAGES);
      other.evaluate(PASSAGES.subList(0, 2));
      assertThat(folder.journal().has("other/evaluate-1/group-1/write")).isTrue();
    }
  }

  @Test
  void a_build_that_is_refused_leaves_its_part_free() {
    LoopRun program = new LoopRun().with(b -> b.reward(Reward.proxy()));
    try (RunFolder folder = RunFolder.open(parent)) {
      assertThatThrownBy(() -> program.seal(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("makes no prompts that rate self-edits");
      new LoopRun().seal(folder).close();
      assertThatThrownBy(() -> new LoopRun().seal(folder))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("belongs to another Seal already");
    }
  }

  @Test
  void a_closed_folder_says_so() {
    RunFolder folder = RunFolder.open(parent);
    try (Seal<Passage> seal = new LoopRun().seal(folder)) {
      folder.close();
      assertThatThrownBy(() -> seal.evaluate(PASSAGES))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "run folder " + parent + " is closed; open it again, or close it after its last use");
    }
  }
}
