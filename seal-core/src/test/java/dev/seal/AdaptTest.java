package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.Trial;
import dev.seal.api.event.Phase;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.TrainingPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdaptTest {

  private static final Passage PASSAGE = passage("red green blue", "red", "green");

  private static SealBuilder<Passage> on(ScriptedModel model) {
    return Seal.builder().model(model).task(new WordTask());
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> List.of(edits).stream().map(SelfEdit::new).toList());
  }

  @Test
  void adapt_keeps_the_self_edit_that_scores_best_and_closes_the_rest() {
    ScriptedModel model = new ScriptedModel();
    try (Seal<Passage> seal = on(model).method(given("red", "red green", "yellow")).build()) {
      Adaptation<Passage> learned = seal.adapt(PASSAGE);
      assertThat(learned.best().orElseThrow().number()).isEqualTo(1);
      assertThat(learned.reward()).hasValue(1.0);
      assertThat(learned.frozen().mean()).isZero();
      assertThat(learned.frozenAnswers()).containsExactly("no idea", "no idea");
      assertThat(learned.accuracy()).isEqualTo(0.5);
      assertThat(model.openAdapters()).isEqualTo(1);
      assertThat(learned.adapter()).isSameAs(model.adapters.get(1));
      assertThat(learned.ask(List.of("red?", "yellow?"))).containsExactly("red", "no idea");
      learned.close();
      learned.close();
      assertThat(model.openAdapters()).isZero();
    }
    assertThat(model.closed).isFalse();
  }

  @Test
  void a_group_costs_one_call_per_phase() {
    ScriptedModel model = new ScriptedModel("red", "green", "red green");
    List<Passage> passages =
        List.of(PASSAGE, passage("a b", "a"), passage("c d", "c"), passage("e f", "e", "f"));
    List<Adaptation<Passage>> learned =
        on(model).selfEdits(3).inputsAtOnce(4).build().adaptEach(passages);
    assertThat(learned).extracting(Adaptation::input).containsExactlyElementsOf(passages);
    assertThat(model.trainCalls).hasSize(1);
    assertThat(model.trainCalls.get(0)).hasSize(12);
    assertThat(model.generateCalls).extracting(List::size).containsExactly(12, 6 * 4);
    assertThat(learned.get(0).times().keySet())
        .containsExactly(Phase.WRITE, Phase.TRAIN, Phase.ANSWER, Phase.GRADE);
    assertThat(learned.get(0).trainedTokens()).isEqualTo(30);
    assertThat(model.openAdapters()).isEqualTo(4);
  }

  @Test
  void inputs_beyond_the_group_size_make_further_groups() {
    ScriptedModel model = new ScriptedModel("red");
    List<Passage> passages = IntStream.range(0, 5).mapToObj(i -> passage("w" + i, "red")).toList();
    assertThat(on(model).inputsAtOnce(2).build().adaptEach(passages)).hasSize(5);
    assertThat(model.trainCalls).extracting(List::size).containsExactly(10, 10, 5);
  }

  @Test
  void an_input_has_the_same_seeds_alone_and_among_others() {
    ScriptedModel alone = new ScriptedModel("red", "green");
    on(alone).seed(7).build().adapt(PASSAGE);
    ScriptedModel among = new ScriptedModel("red", "green");
    on(among).seed(7).build().adaptEach(List.of(passage("x", "y"), PASSAGE, passage("z", "z")));
    assertThat(among.generateCalls.get(0)).containsAll(alone.generateCalls.get(0));
    assertThat(trainSeeds(among)).containsAll(trainSeeds(alone));
    assertThat(trainSeeds(among)).doesNotHaveDuplicates();
    ScriptedModel other = new ScriptedModel("red", "green");
    on(other).seed(8).build().adapt(PASSAGE);
    assertThat(trainSeeds(other)).doesNotContainAnyElementsOf(trainSeeds(alone));
  }

  private static List<Long> trainSeeds(ScriptedModel model) {
    return model.trainCalls.stream().flatMap(List::stream).map(TrainingPlan::seed).toList();
  }

  @Test
  void ties_are_broken_by_the_seed_and_not_by_order() {
    Set<Integer> winners = new HashSet<>();
    for (int seed = 0; seed < 40; seed++) {
      winners.add(bestOfEqualOnes(seed));
      assertThat(bestOfEqualOnes(seed)).isEqualTo(bestOfEqualOnes(seed));
    }
    assertThat(winners).containsExactlyInAnyOrder(0, 1, 2);
  }

  private static int bestOfEqualOnes(long seed) {
    Seal<Passage> seal =
        on(new ScriptedModel()).method(given("red", "red", "red")).seed(seed).build();
    return seal.adapt(PASSAGE).best().orElseThrow().number();
  }

  @Test
  void unusable_edits_and_failed_training_are_rejected_candidates_with_reasons() {
    ScriptedModel model = new ScriptedModel();
    Recorder events = new Recorder();
    Seal<Passage> seal = on(model).method(given("", "NaN", "red")).listener(events).build();
    Adaptation<Passage> learned = seal.adapt(PASSAGE);
    assertThat(learned.rejected()).isEqualTo(2);
    assertThat(learned.candidates().get(0).rejection()).hasValue("the edit is blank");
    assertThat(learned.candidates().get(0).score()).isEmpty();
    assertThat(learned.candidates().get(1).rejection())
        .hasValue("training failed at step 3: loss is NaN");
    assertThat(learned.best().orElseThrow().number()).isEqualTo(2);
    assertThat(learned.accuracy()).isEqualTo(0.5 / 3);
    assertThat(learned.trainedTokens()).isEqualTo(17);
    assertThat(events.lines).contains("rejected RED GREEN BLUE 0", "rejected RED GREEN BLUE 1");
  }

  @Test
  void where_all_candidates_are_rejected_there_is_no_adapter_and_the_reasons_are_told() {
    ScriptedModel model = new ScriptedModel();
    Adaptation<Passage> learned = on(model).method(given("", "NaN")).build().adapt(PASSAGE);
    assertThat(learned.best()).isEmpty();
    assertThat(learned.reward()).isEmpty();
    assertThat(learned.accuracy()).isEqualTo(learned.frozen().mean());
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            learned::adapter, () -> learned.answer("red?"), () -> learned.save(Path.of("x")))) {
      assertThatThrownBy(use)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "there is no adapter for \"RED GREEN BLUE\", because all 2 candidates were rejected:"
                  + " candidate 0: the edit is blank; candidate 1: training failed at step 3: loss"
                  + " is NaN; use more self-edits, another seed, or a model that writes usable"
                  + " ones");
    }
    assertThat(on(model).method(given("", "")).build().adapt(PASSAGE).best()).isEmpty();
    assertThat(model.trainCalls).hasSize(1);
  }

  @Test
  void the_frozen_method_trains_nothing_and_answers_as_the_model_does() {
    ScriptedModel model = new ScriptedModel();
    Adaptation<Passage> learned =
        on(model).method(Method.frozen()).build().adapt(passage("red", "red"));
    assertThat(learned.candidates()).isEmpty();
    assertThat(learned.accuracy()).isZero();
    assertThat(learned.answer("red?")).isEqualTo("no idea");
    assertThat(model.trainCalls).isEmpty();
    assertThat(learned.times().keySet()).containsExactly(Phase.ANSWER, Phase.GRADE);
    assertThatThrownBy(learned::adapter)
        .hasMessage(
            "there is no adapter, because the method frozen trains none; use Method.selfEdits(),"
                + " Method.inputOnly() or Method.given(...)");
  }

  @Test
  void the_in_context_method_shows_the_input_with_the_question() {
    ScriptedModel model = new ScriptedModel();
    Adaptation<Passage> learned =
        on(model).method(Method.inContext()).build().adapt(passage("red blue", "red"));
    assertThat(learned.accuracy()).isEqualTo(1);
    assertThat(learned.reward()).hasValue(1);
    assertThat(learned.candidates()).hasSize(1);
    assertThat(learned.answer("blue?")).isEqualTo("blue");
    assertThat(model.trainCalls).isEmpty();
  }

  @Test
  void the_passage_method_trains_on_the_input_alone(@TempDir Path somewhere) {
    ScriptedModel model = new ScriptedModel();
    Adaptation<Passage> learned = on(model).method(Method.inputOnly()).build().adapt(PASSAGE);
    assertThat(learned.accuracy()).isEqualTo(1);
    assertThat(learned.best().orElseThrow().edit()).isEmpty();
    assertThat(model.generateCalls).hasSize(1);
    learned.save(somewhere);
    assertThat(somewhere.resolve(FakeAdapter.FILE)).hasContent("red green blue");
  }

  @Test
  void asking_again_repeats_the_draws_of_the_loop() {
    ScriptedModel model = new ScriptedModel();
    Adaptation<Passage> learned = on(model).method(given("red", "green")).build().adapt(PASSAGE);
    List<GenerationRequest> loop = new ArrayList<>(model.generateCalls.get(0));
    learned.ask(List.of("green?", "red?"));
    assertThat(loop).containsAll(model.generateCalls.get(1));
    assertThatThrownBy(() -> learned.answer(" "))
        .hasMessage("question 0 must not be blank, but was \" \"");
    assertThat(learned.ask(List.of())).isEmpty();
    assertThat(model.generateCalls).hasSize(2);
  }

  private static Trial trial(Score frozen, Score adapted) {
    return new Trial(frozen, adapted, Optional.empty(), 0, 0);
  }

  @Test
  void the_binary_reward_is_1_only_above_the_frozen_model() {
    Score low = new Score(List.of(0.0, 1.0));
    Score high = new Score(List.of(1.0, 1.0));
    assertThat(Reward.binary().reward(trial(low, high))).isEqualTo(1);
    assertThat(Reward.binary().reward(trial(low, low))).isZero();
    assertThat(Reward.gain().reward(trial(high, low))).isEqualTo(-0.5);
    assertThat(Reward.meanAccuracy().reward(trial(high, low))).isEqualTo(0.5);
  }

  @Test
  void the_listener_hears_each_phase_in_order() {
    Recorder events = new Recorder();
    on(new ScriptedModel("red")).selfEdits(2).listener(events).build().adapt(PASSAGE);
    assertThat(events.lines)
        .containsExactly(
            "start WRITE 2",
            "end WRITE 2 4",
            "start TRAIN 2",
            "end TRAIN 2 20",
            "start ANSWER 6",
            "end ANSWER 6 12",
            "start GRADE 3",
            "end GRADE 3 0",
            "adapted RED GREEN BLUE 0.0 OptionalDouble[0.5]");
    assertThat(events.progress.get(events.progress.size() - 1)).isEqualTo("GRADE 3/3");
  }
}
