package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.Round.Chosen;
import dev.seal.api.Passage;
import dev.seal.api.Selection;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ImproveTest {

  private static final LoraTraining TUNING =
      new LoraTraining(
          LoraSpec.builder().rank(7).build(),
          TrainingSpec.builder().learningRate(0.25).epochs(4).build());

  private final ScriptedModel model = new ScriptedModel("a", "b c", "red", "green", "red green");

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(new WordTask());
  }

  /** Passages with the contexts w1, w2, ... that ask for red and green. */
  private static List<Passage> passages(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> passage("w" + i, "red", "green")).toList();
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList());
  }

  private static List<Passage> inputs(Round<Passage> round) {
    return round.trials().results().stream().map(InputResult::input).toList();
  }

  private static List<TrainingPlan> tunings(ScriptedModel model) {
    return model.trainCalls.stream()
        .map(plans -> plans.get(0))
        .filter(plan -> plan.documents().get(0) instanceof TrainingDocument.Completion)
        .toList();
  }

  @Test
  void the_model_learns_to_write_better_edits() {
    Seal<Passage> seal = builder().rounds(2).build();
    Improvement<Passage> improvement = seal.improve(passages(8));
    Round<Passage> first = improvement.rounds().get(0);
    Round<Passage> second = improvement.rounds().get(1);
    assertThat(second.trials().accuracy().mean()).isGreaterThan(first.trials().accuracy().mean());
    ScriptedModel afterFirst = model.merged.get(0);
    assertThat(afterFirst.script)
        .isEqualTo(first.chosen().stream().map(chosen -> chosen.edit().text()).toList());
    assertThat(first.fingerprint()).isEqualTo(afterFirst.info().fingerprint());
    ScriptedModel improved = afterFirst.merged.get(0);
    assertThat(seal.model()).isSameAs(improved);
    assertThat(second.fingerprint()).isEqualTo(improved.info().fingerprint());
    assertThat(improvement.model()).isEqualTo(improved.info());
    assertThat(improvement.settings()).isSameAs(seal.settings());
    assertThat(first.trials().candidates()).isEqualTo(4 * 5);
    assertThat(first.trials().trainedTokens()).isEqualTo(10 * 4 * 5 * PaperDefaults.EVALUATIONS);
    assertThat(improvement.times().keySet())
        .containsExactly(
            Phase.WRITE, Phase.TRAIN, Phase.ANSWER, Phase.GRADE, Phase.FINE_TUNE, Phase.MERGE);
    // The first round by the model, the second by the one that came out of it.
    assertThat(model.calls)
        .containsExactly(
            "write",
            "train",
            "answer",
            "fine-tune",
            "load",
            "merge",
            "write",
            "train",
            "answer",
            "fine-tune",
            "load",
            "merge");
    assertThat(model.generateCalls).hasSize(2);
    assertThat(afterFirst.generateCalls).hasSize(2);
  }

  @Test
  void rounds_take_disjoint_inputs_in_their_order() {
    List<Passage> all = passages(7);
    Improvement<Passage> divided = builder().rounds(3).build().improve(all);
    assertThat(divided.rounds()).extracting(Round::number).containsExactly(1, 2, 3);
    assertThat(divided.rounds())
        .extracting(ImproveTest::inputs)
        .containsExactly(all.subList(0, 2), all.subList(2, 4), all.subList(4, 6));
    Improvement<Passage> given = builder().rounds(2).inputsPerRound(1).build().improve(all);
    assertThat(given.rounds())
        .extracting(ImproveTest::inputs)
        .containsExactly(all.subList(0, 1), all.subList(1, 2));
  }

  @Test
  void every_round_may_take_the_same_inputs_with_draws_of_its_own() {
    List<Passage> all = passages(3);
    Improvement<Passage> improvement =
        builder().rounds(2).sameInputsEachRound().inputsPerRound(2).build().improve(all);
    assertThat(improvement.rounds())
        .extracting(ImproveTest::inputs)
        .containsExactly(all.subList(0, 2), all.subList(0, 2));
    List<GenerationRequest> first = model.generateCalls.get(0);
    List<GenerationRequest> second = model.merged.get(0).generateCalls.get(0);
    assertThat(second).extracting(GenerationRequest::prompt).isEqualTo(prompts(first));
    assertThat(second)
        .extracting(GenerationRequest::seed)
        .doesNotContainAnyElementsOf(first.stream().map(GenerationRequest::seed).toList());
    assertThat(builder().rounds(1).sameInputsEachRound().build().improve(all).rounds().get(0))
        .extracting(ImproveTest::inputs)
        .isEqualTo(all);
  }

  private static List<Prompt> prompts(List<GenerationRequest> requests) {
    return requests.stream().map(GenerationRequest::prompt).toList();
  }

  @Test
  void too_few_inputs_are_refused() {
    assertThatThrownBy(() -> builder().rounds(3).build().improve(passages(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "3 rounds of 1 different inputs need 3, but there are 2; give more inputs, or set"
                + " rounds(...), inputsPerRound(...) or sameInputsEachRound()");
    assertThatThrownBy(
            () -> builder().inputsPerRound(4).sameInputsEachRound().build().improve(passages(3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("2 rounds of 4 same inputs need 4, but there are 3;");
    assertThatThrownBy(() -> builder().method(Method.inputOnly()).build().improve(passages(3)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the method passage has no self-edits to learn from; use Method.selfEdits()");
    assertThat(model.calls).isEmpty();
  }

  private List<String> chosen(Selection selection, String... edits) {
    Round<Passage> round =
        builder()
            .method(given(edits))
            .selection(selection)
            .rounds(1)
            .build()
            .improve(List.of(passage("w", "red", "green"), passage("v", "blue", "red")))
            .rounds()
            .get(0);
    return round.chosen().stream().map(c -> c.input().title() + ' ' + c.edit().text()).toList();
  }

  @Test
  void the_selection_decides_what_is_learned() {
    String[] edits = {"yellow", "green", "red green", ""};
    assertThat(chosen(Selection.BEST, edits)).containsExactly("W red green", "V red green");
    assertThat(chosen(Selection.BEST_WITH_GAIN, edits))
        .containsExactly("W red green", "V red green");
    assertThat(chosen(Selection.ALL_ABOVE_FROZEN, edits))
        .containsExactly("W green", "W red green", "V red green");
    // Nothing helps with the first input: the best is as good as the model.
    assertThat(chosen(Selection.BEST, "blue")).containsExactly("W blue", "V blue");
    assertThat(chosen(Selection.BEST_WITH_GAIN, "blue")).containsExactly("V blue");
    assertThat(chosen(Selection.ALL_ABOVE_FROZEN, "blue", "")).containsExactly("V blue");
    assertThat(chosen(Selection.BEST, "", "NaN")).isEmpty();
  }

  @Test
  void what_was_chosen_carries_its_input_and_reward() {
    Passage input = passage("w", "red", "green");
    Round<Passage> round =
        builder()
            .method(given("", "red"))
            .rounds(1)
            .build()
            .improve(List.of(input))
            .rounds()
            .get(0);
    assertThat(round.chosen()).containsExactly(new Chosen<>(input, new SelfEdit("red"), 0.5));
    assertThat(round.adapter().orElseThrow()).matches("[0-9a-f]{64}");
    assertThat(round.fineTunedTokens()).isEqualTo(10);
    assertThat(round.fineTuning()).hasSize(1);
  }

  @Test
  void ties_are_broken_by_the_seed_and_not_by_order() {
    Set<String> winners = new HashSet<>();
    for (int seed = 0; seed < 30; seed++) {
      Round<Passage> round =
          builder()
              .method(given("red a", "red b", "red c"))
              .rounds(1)
              .seed(seed)
              .build()
              .improve(passages(1))
              .rounds()
              .get(0);
      winners.add(round.chosen().get(0).edit().text());
    }
    assertThat(winners).containsExactlyInAnyOrder("red a", "red b", "red c");
  }

  @Test
  void fine_tuning_is_on_prompts_and_edits_with_its_own_settings_and_seed() {
    builder().method(given("red")).fineTuning(TUNING).rounds(2).build().improve(passages(4));
    TrainingPlan first = tunings(model).get(0);
    TrainingPlan second = tunings(model.merged.get(0)).get(0);
    assertThat(first.documents())
        .containsExactly(
            TrainingDocument.completion(Prompt.text("learn w1"), "red"),
            TrainingDocument.completion(Prompt.text("learn w2"), "red"));
    assertThat(second.documents())
        .containsExactly(
            TrainingDocument.completion(Prompt.text("learn w3"), "red"),
            TrainingDocument.completion(Prompt.text("learn w4"), "red"));
    assertThat(List.of(first, second))
        .allMatch(plan -> plan.lora().equals(TUNING.lora()))
        .allMatch(plan -> plan.training().equals(TUNING.training()));
    assertThat(first.seed()).isNotEqualTo(second.seed());
    ScriptedModel other = new ScriptedModel("x");
    Seal.builder().model(other).task(new WordTask()).seed(1).rounds(1).build().improve(passages(1));
    assertThat(tunings(other).get(0).seed()).isNotEqualTo(first.seed());
    ScriptedModel same = new ScriptedModel("x");
    Seal.builder().model(same).task(new WordTask()).rounds(1).build().improve(passages(1));
    assertThat(tunings(same).get(0).seed()).isEqualTo(first.seed());
  }

  @Test
  void the_paper_profile_overrides_what_the_model_recommends() {
    model.recommended = new Recommended(null, null, null, null, TUNING, TUNING, 1, Map.of());
    SealSettings recommended = builder().build().settings();
    assertThat(recommended.fineTuning()).isEqualTo(TUNING);
    assertThat(recommended.joint()).isEqualTo(TUNING);
    assertThat(recommended.roundEvaluations()).isEqualTo(1);
    assertThat(recommended.describeRounds())
        .contains("evaluations 1 (model)")
        .contains("fine-tuning " + TUNING + " (model)");
    Seal<Passage> paper = builder().method(given("red")).paperProfile().rounds(1).build();
    assertThat(paper.settings().fineTuning()).isEqualTo(PaperDefaults.FINE_TUNING);
    assertThat(paper.settings().fineTuningSource()).isEqualTo(SealSettings.Source.PAPER);
    assertThat(paper.settings().joint()).isEqualTo(PaperDefaults.JOINT);
    paper.improve(passages(1));
    assertThat(model.trainCalls.get(0)).hasSize(PaperDefaults.EVALUATIONS);
    assertThat(tunings(model).get(0).lora()).isEqualTo(PaperDefaults.FINE_TUNING.lora());
    assertThat(builder().paperProfile().fineTuning(TUNING).build().settings().fineTuning())
        .isEqualTo(TUNING);
  }

  @Test
  void another_author_writes_in_every_round() {
    ScriptedModel author = new ScriptedModel("red", "red green");
    Seal<Passage> seal = builder().method(Method.writtenBy(author)).rounds(2).build();
    Improvement<Passage> improvement = seal.improve(passages(2));
    assertThat(author.calls).containsExactly("write", "write");
    assertThat(model.calls)
        .containsExactly(
            "train",
            "answer",
            "fine-tune",
            "load",
            "merge",
            "train",
            "answer",
            "fine-tune",
            "load",
            "merge");
    assertThat(author.closed).isFalse();
    assertThat(improvement.rounds().get(1).trials().results().get(0).candidates())
        .extracting(candidate -> candidate.edit().orElseThrow().text())
        .hasSize(5)
        .isSubsetOf("red", "red green");
    assertThat(seal.settings().method()).isEqualTo("written by scripted");
  }

  @Test
  void the_mean_reward_of_a_round_is_over_its_usable_candidates() {
    Round<Passage> round =
        builder()
            .method(given("", "red", "red green"))
            .reward(Reward.meanAccuracy())
            .rounds(1)
            .build()
            .improve(passages(2))
            .rounds()
            .get(0);
    assertThat(round.trials().reward().getAsDouble()).isCloseTo(0.75, within(1e-12));
    assertThat(round.trials().rejected()).isEqualTo(2);
  }
}
