package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.EngineException;
import dev.seal.api.Passage;
import dev.seal.api.Selection;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RewardTest {

  private static final Passage PASSAGE = passage("red green blue", "red", "green");
  private static final Passage UNASKED = passage("red green blue");

  private final ScriptedModel model = new ScriptedModel("red");

  private SealBuilder<Passage> on(Task<Passage> task) {
    return Seal.builder().model(model).task(task).rounds(1);
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList());
  }

  @Test
  void the_proxy_reward_rates_in_the_place_of_training_and_asking() {
    Round<Passage> round =
        on(new RatedTask())
            .method(given("a", "a b c d", "", "a b"))
            .reward(Reward.proxy())
            .build()
            .improve(List.of(UNASKED))
            .rounds()
            .get(0);
    assertThat(model.calls).containsExactly("rate", "fine-tune", "load", "merge");
    assertThat(model.likelihoodCalls.get(0)).hasSize(2 * 3).allMatch(r -> r.adapter() == null);
    // The weight is 3 on one number and 1 on the four others: (15 + 2 n) / 7.
    Candidate best = round.trials().results().get(0).candidates().get(1);
    assertThat(best.ratings().get(0)).isCloseTo(23.0 / 7, within(1e-6));
    assertThat(best.ratings().get(1)).isCloseTo(17.0 / 7, within(1e-6));
    assertThat(best.reward().getAsDouble()).isCloseTo(40.0 / 7, within(1e-6));
    assertThat(best.score()).isEmpty();
    assertThat(round.chosen()).extracting(c -> c.edit().text()).containsExactly("a b c d");
    assertThat(round.trials().rejected()).isEqualTo(1);
    assertThat(round.times()).containsKey(Phase.RATE).doesNotContainKeys(Phase.TRAIN, Phase.ANSWER);
    assertThatThrownBy(() -> round.trials().accuracy())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "there are no marks for \"RED GREEN BLUE\", because the proxy reward asks no questions;"
                + " use a reward that trains");
  }

  @Test
  void another_model_may_rate() {
    ScriptedModel rater = new ScriptedModel();
    on(new RatedTask()).reward(Reward.proxy()).rater(rater).build().improve(List.of(PASSAGE));
    assertThat(rater.calls).containsExactly("rate");
    assertThat(model.calls).containsExactly("write", "fine-tune", "load", "merge");
    rater.missing = 1;
    Seal<Passage> seal = on(new RatedTask()).reward(Reward.proxy()).rater(rater).build();
    assertThatThrownBy(() -> seal.improve(List.of(PASSAGE)))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the engine returned 9 likelihoods for 10 requests; its logLikelihood() must return one"
                + " per request");
  }

  @Test
  void a_rater_whose_logits_are_not_numbers_is_an_error() {
    ScriptedModel rater = new ScriptedModel();
    rater.rated = Float.NaN;
    Seal<Passage> seal = on(new RatedTask()).reward(Reward.proxy()).rater(rater).build();
    assertThatThrownBy(() -> seal.improve(List.of(PASSAGE)))
        .isInstanceOf(EngineException.class)
        .hasMessage(
            "the model scripted gave no rating, as its logits are not finite numbers; give another"
                + " model as rater");
  }

  @Test
  void the_proxy_reward_is_refused_where_it_cannot_work() {
    SealBuilder<Passage> comparing =
        on(new RatedTask()).reward(Reward.proxy()).selection(Selection.BEST_WITH_GAIN);
    assertThatThrownBy(comparing::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the proxy reward measures no marks, but the selection best-with-gain compares them;"
                + " use Selection.BEST, or a reward that trains");
    assertThatThrownBy(() -> on(new RatedTask()).reward(Reward.proxy()).build().adapt(PASSAGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the proxy reward trains no adapter to give back; it is for improve(...), or use a"
                + " reward that trains");
    assertThatThrownBy(
            () -> on(new RatedTask()).reward(Reward.proxy()).build().adaptAll(List.of(PASSAGE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "one adapter for all inputs needs a method and a reward that train, but these are"
                + " self-edit and proxy");
    assertThatThrownBy(() -> on(new QuestionTask()).reward(Reward.proxy()).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the task \"words with own questions\" makes no prompts that rate self-edits; use a"
                + " reward that trains, or a task that implements EditRating");
    assertThatThrownBy(() -> Reward.proxy().withLengthPenalty(0.1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the proxy reward rates the length itself and takes no penalty; use it alone, or a"
                + " reward that trains");
    assertThat(model.calls).isEmpty();
  }

  @Test
  void a_penalty_on_length_prefers_the_shorter_of_two_equal_edits() {
    for (int seed = 0; seed < 10; seed++) {
      Adaptation<Passage> learned =
          on(new WordTask())
              .method(given("red and so on", "red", "red it is"))
              .reward(Reward.gain().withLengthPenalty(0.01))
              .seed(seed)
              .build()
              .adapt(PASSAGE);
      assertThat(learned.best().orElseThrow().number()).isEqualTo(1);
      assertThat(learned.reward().getAsDouble()).isCloseTo(0.5 - 0.01, within(1e-12));
      assertThat(learned.candidates().get(0).editTokens()).isEqualTo(4);
    }
    assertThat(Reward.gain().withLengthPenalty(0.01).name()).isEqualTo("gain less 0.01 per token");
    assertThatThrownBy(() -> Reward.gain().withLengthPenalty(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the penalty per token must be a finite number >= 0, but was -1.0");
  }

  @Test
  void a_custom_reward_is_one_method_over_the_trial() {
    Reward worst =
        trial ->
            trial.frozen().mean()
                - trial.adapted().mean()
                + trial.trainedTokens() / 1000.0
                + trial.edit().orElseThrow().text().length() / 1000.0;
    Adaptation<Passage> learned =
        on(new WordTask())
            .method(given("red green", "red", "x"))
            .reward(worst)
            .evaluations(2)
            .build()
            .adapt(PASSAGE);
    assertThat(learned.best().orElseThrow().number()).isEqualTo(2);
    assertThat(learned.reward().getAsDouble()).isCloseTo(0.021, within(1e-12));
    assertThat(worst.name()).isEqualTo("custom");
    assertThat(worst.withLengthPenalty(0.5).name()).isEqualTo("custom less 0.5 per token");
  }
}
