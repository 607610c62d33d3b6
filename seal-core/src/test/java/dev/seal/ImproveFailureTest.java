package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.EngineException;
import dev.seal.api.Passage;
import dev.seal.api.SealException;
import dev.seal.api.Selection;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.RunProgress;
import dev.seal.api.event.SealListener;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models the outer loop closes, when it goes well and when it does not. */
class ImproveFailureTest {

  private static final List<Passage> PASSAGES =
      List.of(
          passage("a", "red"), passage("b", "green"), passage("c", "red"), passage("d", "green"));

  private final ScriptedModel model = new ScriptedModel("red", "green", "red green");

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(new WordTask());
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList());
  }

  /** The model of each round, from the one that the Seal was built with. */
  private List<ScriptedModel> chain() {
    return Stream.iterate(
            model, one -> one != null, one -> one.merged.isEmpty() ? null : one.merged.get(0))
        .toList();
  }

  private long openAdapters() {
    return chain().stream().mapToLong(ScriptedModel::openAdapters).sum();
  }

  @Test
  void models_between_rounds_are_closed_and_the_last_one_with_the_seal() {
    Seal<Passage> seal = builder().rounds(4).build();
    seal.improve(PASSAGES);
    assertThat(chain())
        .extracting(one -> one.closed)
        .containsExactly(false, true, true, true, false);
    assertThat(seal.model()).isSameAs(chain().get(4));
    assertThat(openAdapters()).isZero();
    Adaptation<Passage> learned = seal.adapt(PASSAGES.get(0));
    assertThat(learned.adapter()).isIn(chain().get(4).adapters);
    seal.close();
    assertThat(chain().get(4).closed).isTrue();
    assertThat(model.closed).isFalse();
    assertThatThrownBy(learned::adapter).hasMessageContaining("closed, by hand or with its model");
  }

  @Test
  void improving_again_goes_on_from_the_improved_model_and_closes_it() {
    Seal<Passage> seal = builder().rounds(1).build();
    seal.improve(PASSAGES);
    assertThat(seal.model()).isSameAs(model.merged.get(0));
    seal.improve(PASSAGES);
    assertThat(model.merged).hasSize(1);
    assertThat(chain()).extracting(one -> one.closed).containsExactly(false, true, false);
    assertThat(seal.model()).isSameAs(chain().get(2));
  }

  @Test
  void where_nothing_is_chosen_the_model_stays_as_it_is() {
    Seal<Passage> seal =
        builder().method(given("x")).selection(Selection.BEST_WITH_GAIN).rounds(2).build();
    Improvement<Passage> improvement = seal.improve(PASSAGES);
    assertThat(seal.model()).isSameAs(model);
    assertThat(model.calls).doesNotContain("fine-tune", "merge");
    for (Round<Passage> round : improvement.rounds()) {
      assertThat(round.chosen()).isEmpty();
      assertThat(round.adapter()).isEmpty();
      assertThat(round.fineTuning()).isEmpty();
      assertThat(round.fineTunedTokens()).isZero();
      assertThat(round.fingerprint()).isEqualTo(model.info().fingerprint());
    }
    seal.close();
    assertThat(model.closed).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "train", "answer", "fine-tune", "load", "merge"})
  void a_failure_in_the_second_round_closes_what_the_first_one_made(String call) {
    Seal<Passage> seal = builder().rounds(2).build();
    model.during.put(
        call,
        () -> {
          if (model.calls.stream().filter(call::equals).count() == 2) {
            throw new EngineException("out of memory");
          }
        });
    assertThatThrownBy(() -> seal.improve(PASSAGES))
        .isInstanceOf(EngineException.class)
        .hasMessage("out of memory");
    assertThat(chain()).extracting(one -> one.closed).containsExactly(false, true);
    assertThat(openAdapters()).isZero();
    assertThat(seal.model()).isSameAs(model);
    assertThat(seal.improve(PASSAGES).rounds()).hasSize(2);
    assertThat(seal.model()).isNotSameAs(model);
  }

  @Test
  void a_failure_in_improving_again_leaves_the_improved_model() {
    Seal<Passage> seal = builder().rounds(2).build();
    seal.improve(PASSAGES);
    ScriptedModel improved = (ScriptedModel) seal.model();
    model.during.put(
        "merge",
        () -> {
          if (model.calls.stream().filter("merge"::equals).count() == 4) {
            throw new EngineException("out of memory");
          }
        });
    assertThatThrownBy(() -> seal.improve(PASSAGES)).hasMessage("out of memory");
    assertThat(seal.model()).isSameAs(improved);
    assertThat(improved.closed).isFalse();
    assertThat(improved.merged.get(0).closed).isTrue();
    assertThat(seal.adapt(PASSAGES.get(0)).best()).isPresent();
  }

  @ParameterizedTest
  @EnumSource(names = {"WRITE", "TRAIN", "ANSWER", "GRADE", "FINE_TUNE"})
  void cancelling_in_the_second_round_closes_what_the_first_one_made(Phase phase) {
    AtomicReference<Seal<Passage>> seal = new AtomicReference<>();
    seal.set(
        builder()
            .rounds(2)
            .listener(
                new SealListener() {
                  @Override
                  public void phaseProgress(PhaseProgress event) {
                    if (event.phase() == phase && model.calls.contains("merge")) {
                      seal.get().cancel();
                    }
                  }
                })
            .build());
    assertThatThrownBy(() -> seal.get().improve(PASSAGES))
        .isInstanceOf(CancellationException.class)
        .hasMessage("cancelled; no adapter of this call is left");
    assertThat(chain()).extracting(one -> one.closed).containsExactly(false, true);
    assertThat(openAdapters()).isZero();
    assertThat(seal.get().model()).isSameAs(model);
  }

  @Test
  void a_listener_that_fails_after_the_work_leaves_no_model_and_no_adapter() {
    SealListener failing =
        new SealListener() {
          @Override
          public void phaseFinished(PhaseFinished event) {
            if (event.phase() == Phase.MERGE) {
              throw new IllegalStateException("the listener failed");
            }
          }

          @Override
          public void runProgressed(RunProgress event) {
            if (event.work().startsWith("one adapter") && event.trials() > 0) {
              throw new IllegalStateException("the listener failed");
            }
          }
        };
    Seal<Passage> seal = builder().listener(failing).build();
    assertThatThrownBy(() -> seal.improve(PASSAGES)).hasMessage("the listener failed");
    assertThat(chain()).extracting(one -> one.closed).containsExactly(false, true);
    assertThatThrownBy(() -> seal.adaptAll(PASSAGES)).hasMessage("the listener failed");
    assertThat(openAdapters()).isZero();
  }

  @Test
  void fine_tuning_that_diverges_says_which_training_it_was_and_why() {
    Seal<Passage> seal = builder().method(given("red wild")).rounds(1).build();
    assertThatThrownBy(() -> seal.improve(PASSAGES))
        .isInstanceOf(SealException.class)
        .hasMessage(
            "fine-tuning on the chosen self-edits, as fineTuning(...) says, failed at step 3: loss"
                + " is NaN");
    assertThat(seal.model()).isSameAs(model);
    assertThat(openAdapters()).isZero();
  }

  @Test
  void a_fine_tuning_without_a_result_is_an_error() {
    Seal<Passage> seal = builder().rounds(1).build();
    model.during.put("fine-tune", () -> model.missing = 1);
    assertThatThrownBy(() -> seal.improve(PASSAGES))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the engine returned 0 training results for 1 plans; its train() must return one per"
                + " plan");
    assertThat(seal.model()).isSameAs(model);
  }
}
