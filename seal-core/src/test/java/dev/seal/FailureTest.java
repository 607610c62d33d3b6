package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.EngineException;
import dev.seal.api.InputTooLongException;
import dev.seal.api.Passage;
import dev.seal.api.SealException;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.SealListener;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureTest {

  private static final Passage PASSAGE = passage("red green", "red", "green");

  private final ScriptedModel model = new ScriptedModel("red", "green", "red green");

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(new WordTask());
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "train", "answer"})
  void a_failure_in_any_phase_leaves_no_adapter_and_a_usable_seal(String call) {
    Seal<Passage> seal = builder().build();
    model.during.put(
        call,
        () -> {
          throw new InputTooLongException("too long");
        });
    assertThatThrownBy(() -> seal.adapt(PASSAGE))
        .isInstanceOf(InputTooLongException.class)
        .hasMessage("too long");
    assertThat(model.openAdapters()).isZero();
    model.during.clear();
    assertThat(seal.adapt(PASSAGE).best()).isPresent();
  }

  @Test
  void an_input_longer_than_the_window_is_refused_by_name_before_any_work() {
    model.window = 2;
    List<Method<Passage>> methods =
        List.of(
            Method.selfEdits(),
            Method.inputOnly(),
            Method.inContext(),
            Method.given(passage -> List.of(new SelfEdit("red"))));
    for (Method<Passage> method : methods) {
      Seal<Passage> seal = builder().method(method).build();
      assertThatThrownBy(() -> seal.adapt(PASSAGE))
          .isInstanceOf(InputTooLongException.class)
          .hasMessageContaining("but the model's window is 2")
          .hasMessageContaining("split it, leave it out, or choose a model with a larger window");
    }
    assertThat(model.generateCalls).isEmpty();
    assertThat(model.trainCalls).isEmpty();
  }

  @Test
  void a_failure_in_a_later_group_closes_the_adapters_of_earlier_ones() {
    AtomicInteger trained = new AtomicInteger();
    model.during.put(
        "train",
        () -> {
          if (trained.incrementAndGet() == 3) {
            throw new EngineException("out of memory");
          }
        });
    Seal<Passage> seal = builder().inputsAtOnce(1).build();
    List<Passage> passages = List.of(PASSAGE, passage("a", "a"), passage("b", "b"));
    assertThatThrownBy(() -> seal.adaptEach(passages)).isInstanceOf(EngineException.class);
    assertThat(model.adapters).hasSize(15);
    assertThat(model.openAdapters()).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TRAIN", "ANSWER", "GRADE"})
  void cancelling_in_any_phase_leaves_no_adapter_and_a_usable_seal(Phase phase) {
    AtomicReference<Seal<Passage>> seal = new AtomicReference<>();
    AtomicInteger cancels = new AtomicInteger(1);
    seal.set(
        builder()
            .listener(
                new SealListener() {
                  @Override
                  public void phaseProgress(PhaseProgress event) {
                    if (event.phase() == phase && cancels.getAndDecrement() > 0) {
                      seal.get().cancel();
                    }
                  }
                })
            .build());
    assertThatThrownBy(() -> seal.get().adapt(PASSAGE))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled; no adapter of this call is left");
    assertThat(model.openAdapters()).isZero();
    assertThat(seal.get().adapt(PASSAGE).best()).isPresent();
  }

  @Test
  void cancelling_an_idle_seal_does_nothing() {
    Seal<Passage> seal = builder().build();
    seal.cancel();
    assertThat(seal.adapt(PASSAGE).best()).isPresent();
  }

  @Test
  void interrupting_the_thread_cancels_and_leaves_the_status_set() {
    Seal<Passage> seal = builder().build();
    model.during.put("train", () -> Thread.currentThread().interrupt());
    assertThatThrownBy(() -> seal.adapt(PASSAGE)).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void what_a_listener_throws_ends_the_call_and_frees_everything() {
    SealListener broken =
        new SealListener() {
          @Override
          public void inputAdapted(InputAdapted event) {
            throw new IllegalArgumentException("no");
          }
        };
    assertThatThrownBy(() -> builder().listener(broken).build().adapt(PASSAGE)).hasMessage("no");
    assertThat(model.adapters).hasSize(5);
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void a_count_that_does_not_match_is_an_error() {
    model.missing = 1;
    assertThatThrownBy(() -> builder().build().adapt(PASSAGE))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the engine returned 4 completions for 5 requests; its generate() must return one per"
                + " request");
    Method<Passage> one = Method.given(p -> List.of(new SelfEdit("red"), new SelfEdit("green")));
    assertThatThrownBy(() -> builder().method(one).build().adapt(PASSAGE))
        .isInstanceOf(EngineException.class)
        .hasMessageStartingWith("the engine returned 1 training results for 2 plans");
    assertThat(model.adapters.get(0).closed).isTrue();
  }

  @Test
  void a_score_of_the_wrong_size_and_a_reward_that_is_no_number_are_errors() {
    WordTask task = new WordTask();
    task.extraMarks = 1;
    assertThatThrownBy(() -> Seal.builder().model(model).task(task).build().adapt(PASSAGE))
        .isInstanceOf(SealException.class)
        .hasMessage(
            "the task's grade() gave 3 marks for the 2 answers of \"RED GREEN\"; it must give one"
                + " mark per question");
    assertThatThrownBy(() -> builder().reward(trial -> Double.NaN).build().adapt(PASSAGE))
        .isInstanceOf(SealException.class)
        .hasMessage(
            "the reward must be a finite number, but was NaN for candidate 0 of \"RED GREEN\"; mend"
                + " the Reward given to reward(...)");
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void bad_inputs_are_refused_before_the_model_works() {
    Seal<Passage> seal = builder().build();
    assertThatThrownBy(() -> seal.adaptEach(List.of(PASSAGE, passage("empty"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot learn from \"EMPTY\": it has 0 questions, and they make the reward; give it at"
                + " least one question with its answer");
    assertThatThrownBy(() -> seal.adapt(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("input");
    Method<Passage> none = Method.given(p -> List.of());
    assertThatThrownBy(() -> builder().method(none).build().adapt(PASSAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "cannot learn from \"RED GREEN\": Method.given(...) gave 0 self-edits for it; give at"
                + " least one");
    assertThat(seal.adaptEach(List.of())).isEmpty();
    assertThat(model.generateCalls).isEmpty();
  }

  @Test
  void a_second_thread_and_closing_are_refused_while_a_call_runs() throws Exception {
    Seal<Passage> seal = builder().build();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    model.during.put(
        "write",
        () -> {
          inside.countDown();
          try {
            go.await();
          } catch (InterruptedException stop) {
            throw new IllegalStateException(stop);
          }
        });
    AtomicReference<Adaptation<Passage>> learned = new AtomicReference<>();
    Thread first = new Thread(() -> learned.set(seal.adapt(PASSAGE)));
    first.start();
    inside.await();
    try {
      assertThatThrownBy(() -> seal.adapt(PASSAGE))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a Seal runs one call at a time, and one is running; use one Seal per thread over a"
                  + " shared LanguageModel, or wait");
      assertThatThrownBy(seal::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "a Seal cannot be closed while a call runs; cancel() it and close after it has"
                  + " ended");
    } finally {
      go.countDown();
      first.join();
    }
    assertThat(learned.get().best()).isPresent();
  }

  @Test
  void a_closed_seal_and_a_closed_adaptation_say_so() {
    Seal<Passage> seal = builder().build();
    Adaptation<Passage> learned = seal.adapt(PASSAGE);
    seal.close();
    seal.close();
    seal.cancel();
    assertThatThrownBy(() -> seal.adapt(PASSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this Seal is closed; build another one");
    assertThatThrownBy(seal::model).isInstanceOf(IllegalStateException.class);
    assertThat(seal.settings().method()).isEqualTo("self-edit");
    assertThat(learned.ask(List.of("red?"))).hasSize(1);
    model.close();
    assertThatThrownBy(() -> learned.answer("red?"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the adapter for \"RED GREEN\" was closed");
    learned.close();
    assertThatThrownBy(learned::adapter)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the Adaptation for \"RED GREEN\" is closed; ask and save before closing it");
    assertThat(learned.frozen().marks()).hasSize(2);
  }
}
