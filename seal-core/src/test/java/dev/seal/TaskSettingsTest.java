package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.SealSettings.Source;
import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.Selection;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.TaskDefaults;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TaskSettingsTest {

  private static final LoraTraining TUNING =
      new LoraTraining(
          LoraSpec.builder().rank(7).build(), TrainingSpec.builder().epochs(4).build());
  private static final LoraTraining JOINT =
      new LoraTraining(
          LoraSpec.builder().rank(9).build(), TrainingSpec.builder().epochs(5).build());

  private final ScriptedModel model = new ScriptedModel("red", "green", "red green", "a", "b");
  private final OwnTask task = new OwnTask();

  /** Learning words with settings of its own, which writes down what models recommend to it. */
  private static class OwnTask extends WordTask {

    final List<Recommended> heard = new ArrayList<>();

    @Override
    public TaskDefaults defaults() {
      return new TaskDefaults(
          LoraSpec.builder().rank(3).build(),
          TrainingSpec.builder().epochs(6).build(),
          Sampling.builder().temperature(0.5).maxTokens(7).build(),
          Sampling.builder().temperature(0).maxTokens(8).build(),
          TUNING,
          JOINT,
          5,
          1,
          15,
          2,
          Selection.ALL_CORRECT);
    }

    @Override
    public OwnTask forModel(Recommended recommended) {
      heard.add(recommended);
      if (recommended.tasks().containsKey("unknown")) {
        throw new IllegalArgumentException("unknown is not known");
      }
      return recommended.tasks().containsKey("loud") ? new LoudTask() : this;
    }

    @Override
    public Score scoreOfRejected(Score frozen) {
      return new Score(Collections.nCopies(frozen.marks().size(), 0.0));
    }
  }

  private static final class LoudTask extends OwnTask {

    @Override
    public Prompt prompt(Passage input) {
      return Prompt.text("learn " + input.context() + " !");
    }
  }

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(task);
  }

  private static Method<Passage> given(String... edits) {
    return Method.given(passage -> Stream.of(edits).map(SelfEdit::new).toList());
  }

  private static List<Passage> passages(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> passage("w" + i, "red", "green")).toList();
  }

  private void recommends(String name) {
    model.recommended =
        new Recommended(
            LoraSpec.builder().rank(2).build(),
            null,
            null,
            null,
            null,
            null,
            1,
            Map.of(name, Map.of()));
  }

  @Test
  void the_tasks_numbers_are_the_papers() {
    SealSettings settings = builder().build().settings();
    TaskDefaults paper = task.defaults();
    assertThat(settings.lora()).isEqualTo(paper.lora());
    assertThat(settings.training()).isEqualTo(paper.training());
    assertThat(settings.trainingSource()).isEqualTo(Source.PAPER);
    assertThat(settings.selfEditSampling()).isEqualTo(paper.selfEdit());
    assertThat(settings.answerSampling()).isEqualTo(paper.answer());
    assertThat(settings.fineTuning()).isEqualTo(TUNING);
    assertThat(settings.joint()).isEqualTo(JOINT);
    assertThat(settings.jointSource()).isEqualTo(Source.PAPER);
    assertThat(settings.selfEdits()).hasValue(5);
    assertThat(settings.roundSelfEdits()).hasValue(15);
    assertThat(settings.rounds()).isEqualTo(1);
    assertThat(settings.evaluations()).isEqualTo(1);
    assertThat(settings.roundEvaluations()).isEqualTo(2);
    assertThat(settings.selection()).isEqualTo(Selection.ALL_CORRECT);
  }

  @Test
  void the_settings_are_told_with_those_of_rounds_where_they_differ() {
    Seal<Passage> seal = builder().build();
    assertThat(seal.settings().describe())
        .isEqualTo(
            """
            method      self-edit, 5 per input
            lora        rank 3, alpha 64.0, on q_proj v_proj (paper)
            training    learning rate 0.001 linear, clip 1.0, 6 epochs, batch 1, at most 2048 tokens (paper)
            self-edit   temperature 0.5, at most 7 tokens (paper)
            answer      greedy, at most 8 tokens (paper)
            reward      gain
            run         seed 0, 8 inputs at once\
            """);
    assertThat(seal.settings().describeRounds())
        .isEqualTo(
            """
            rounds      1 over all inputs, 15 self-edits per input
            evaluations 2 (paper)
            selection   all-correct
            fine-tuning %s (paper)\
            """
                .formatted(TUNING));
    assertThat(builder().selfEdits(4).rounds(3).build().settings().describeRounds())
        .startsWith("rounds      3 over all inputs\nevaluations 2 (paper)\n");
    assertThat(builder().method(given("red")).build().settings().describeRounds())
        .startsWith("rounds      1 over all inputs\n");
  }

  @Test
  void the_model_and_the_user_stand_before_the_task() {
    recommends("few");
    SealSettings settings =
        builder().joint(TUNING).selfEdits(4).rounds(3).selection(Selection.BEST).build().settings();
    assertThat(settings.lora()).isEqualTo(LoraSpec.builder().rank(2).build());
    assertThat(settings.loraSource()).isEqualTo(Source.MODEL);
    assertThat(settings.roundEvaluations()).isEqualTo(1);
    assertThat(settings.training()).isEqualTo(task.defaults().training());
    assertThat(settings.joint()).isEqualTo(TUNING);
    assertThat(settings.jointSource()).isEqualTo(Source.USER);
    assertThat(settings.selfEdits()).hasValue(4);
    assertThat(settings.roundSelfEdits()).hasValue(4);
    assertThat(settings.rounds()).isEqualTo(3);
    assertThat(settings.selection()).isEqualTo(Selection.BEST);
    assertThat(builder().evaluations(6).build().settings().roundEvaluations()).isEqualTo(6);
  }

  @Test
  void rounds_have_self_edits_in_a_number_of_their_own() {
    Seal<Passage> seal = builder().build();
    seal.evaluate(passages(2));
    assertThat(model.generateCalls.get(0)).hasSize(2 * 5);
    assertThat(model.trainCalls.get(0)).hasSize(2 * 5);
    Improvement<Passage> improvement = seal.improve(passages(2));
    assertThat(model.generateCalls.get(2)).hasSize(2 * 15);
    assertThat(model.trainCalls.get(1)).hasSize(2 * 15 * 2);
    assertThat(improvement.rounds()).hasSize(1);
    assertThat(improvement.rounds().get(0).trials().candidates()).isEqualTo(2 * 15);
    ScriptedModel other = new ScriptedModel("red");
    Seal.builder().model(other).task(task).selfEdits(4).build().improve(passages(2));
    assertThat(other.generateCalls.get(0)).hasSize(2 * 4);
  }

  @Test
  void all_correct_self_edits_are_learned_whatever_the_model_knew() {
    assertThat(chosen("yellow", "green", "red green", "", "green red"))
        .containsExactly("red green", "green red");
    assertThat(chosen("red", "NaN")).isEmpty();
    model.knows = Set.of("red", "green");
    assertThat(chosen("yellow", "", "green")).containsExactly("yellow", "green");
  }

  private List<String> chosen(String... edits) {
    Round<Passage> round =
        builder().method(given(edits)).build().improve(passages(1)).rounds().get(0);
    return round.chosen().stream().map(chosen -> chosen.edit().text()).toList();
  }

  @Test
  void a_rejected_candidate_counts_as_the_task_says() {
    model.knows = Set.of("green");
    Evaluation<Passage> evaluation =
        builder().method(given("", "NaN", "red")).build().evaluate(passages(1));
    assertThat(evaluation.frozen().mean()).isEqualTo(0.5);
    assertThat(evaluation.rejected()).isEqualTo(2);
    assertThat(evaluation.accuracy().mean()).isCloseTo(1.0 / 3, within(1e-12));
    assertThat(evaluation.bestAccuracy().mean()).isEqualTo(1);
    InputResult<Passage> none =
        builder().method(given("", "NaN")).build().evaluate(passages(1)).results().get(0);
    assertThat(none.accuracy()).isZero();
    assertThat(none.frozen().mean()).isEqualTo(0.5);
    Evaluation<Passage> frozen = builder().method(Method.frozen()).build().evaluate(passages(1));
    assertThat(frozen.accuracy().mean()).isEqualTo(0.5);
  }

  @Test
  void the_task_hears_what_the_model_recommends() {
    recommends("few");
    builder().build();
    assertThat(task.heard).containsExactly(model.recommended);
    builder().paperProfile().build();
    assertThat(task.heard).containsExactly(model.recommended, Recommended.NONE);
  }

  @Test
  void the_task_that_suits_the_model_is_the_one_that_is_used() {
    recommends("loud");
    builder().method(given("red")).build().improve(passages(1));
    assertThat(model.trainCalls.get(0)).hasSize(1);
    builder().build().adapt(passage("w", "red"));
    assertThat(model.generateCalls.get(1))
        .hasSize(5)
        .allMatch(request -> request.prompt().equals(Prompt.text("learn w !")));
    builder().paperProfile().build().adapt(passage("w", "red"));
    assertThat(model.generateCalls.get(3))
        .allMatch(request -> request.prompt().equals(Prompt.text("learn w")));
  }

  @Test
  void a_recommendation_that_the_task_does_not_know_is_refused() {
    recommends("unknown");
    assertThatThrownBy(() -> builder().build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown is not known");
    assertThat(model.closed).isFalse();
    assertThat(builder().paperProfile().build().settings().selfEdits()).hasValue(5);
  }

  @Test
  void numbers_below_one_are_refused() {
    TaskDefaults paper = TaskDefaults.KNOWLEDGE;
    assertThatThrownBy(
            () ->
                new TaskDefaults(
                    paper.lora(),
                    paper.training(),
                    paper.selfEdit(),
                    paper.answer(),
                    paper.fineTuning(),
                    paper.joint(),
                    5,
                    0,
                    15,
                    1,
                    Selection.BEST))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "self-edits, rounds and evaluations must be >= 1, but were 5 self-edits, 0 rounds of 15"
                + " self-edits and 1 evaluations");
  }
}
