package dev.seal;

import static dev.seal.WordTask.passage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.EngineException;
import dev.seal.api.Passage;
import dev.seal.api.Score;
import dev.seal.api.SealException;
import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdaptAllTest {

  private static final Passage RED = passage("r", "red", "green", "blue");
  private static final Passage BLACK = passage("b", "black");
  private static final Map<Passage, List<String>> EDITS =
      Map.of(RED, List.of("red\ngreen x", ""), BLACK, List.of("white", "grey"));

  private final ScriptedModel model = new ScriptedModel("red", "black");

  private SealBuilder<Passage> builder() {
    return Seal.builder().model(model).task(new WordTask());
  }

  private SealBuilder<Passage> given(Map<Passage, List<String>> edits) {
    return builder()
        .method(Method.given(passage -> edits.get(passage).stream().map(SelfEdit::new).toList()));
  }

  @Test
  void the_documents_of_all_lessons_are_trained_in_one_pool() {
    LoraTraining joint =
        new LoraTraining(
            LoraSpec.builder().rank(3).build(), TrainingSpec.builder().epochs(9).build());
    JointAdaptation<Passage> learned =
        given(EDITS).joint(joint).inputsAtOnce(1).build().adaptAll(List.of(RED, BLACK));
    assertThat(model.trainCalls).hasSize(1);
    TrainingPlan plan = model.trainCalls.get(0).get(0);
    assertThat(plan.documents())
        .containsExactly(
            TrainingDocument.text("red"),
            TrainingDocument.text("green x"),
            TrainingDocument.text("white"),
            TrainingDocument.text("grey"));
    assertThat(plan.lora()).isEqualTo(joint.lora());
    assertThat(plan.training()).isEqualTo(joint.training());
    assertThat(learned.documents()).isEqualTo(4);
    assertThat(learned.inputs()).containsExactly(RED, BLACK);
    assertThat(learned.rejections()).containsExactly("the edit is blank");
    assertThat(learned.steps()).hasSize(1);
    assertThat(learned.trainedTokens()).isEqualTo(10);
    assertThat(learned.times().keySet()).containsExactly(Phase.TRAIN, Phase.ANSWER, Phase.GRADE);
    assertThat(model.openAdapters()).isEqualTo(1);
    learned.close();
    learned.close();
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void accuracy_is_over_all_questions_in_one_pool() {
    model.knows = Set.of("blue");
    JointAdaptation<Passage> learned = given(EDITS).build().adaptAll(List.of(RED, BLACK));
    assertThat(learned.scores())
        .containsExactly(new Score(List.of(1.0, 1.0, 1.0)), new Score(List.of(0.0)));
    assertThat(learned.frozen())
        .containsExactly(new Score(List.of(0.0, 0.0, 1.0)), new Score(List.of(0.0)));
    assertThat(learned.accuracy()).isEqualTo(Estimate.of(List.of(1.0, 1.0, 1.0, 0.0)));
    assertThat(learned.accuracy().mean()).isCloseTo(0.75, within(1e-12));
    assertThat(learned.frozenAccuracy().mean()).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void the_model_writes_the_lessons_of_a_group_in_one_call() {
    JointAdaptation<Passage> learned = builder().selfEdits(3).build().adaptAll(List.of(RED, BLACK));
    assertThat(model.calls).containsExactly("write", "train", "load", "answer");
    assertThat(model.generateCalls.get(0)).hasSize(6);
    assertThat(learned.documents()).isEqualTo(6);
    assertThat(learned.adapter()).isSameAs(model.adapters.get(1));
  }

  @Test
  void it_answers_about_each_of_its_inputs_and_about_no_other() {
    JointAdaptation<Passage> learned = given(EDITS).build().adaptAll(List.of(RED, BLACK));
    assertThat(learned.answer(RED, "red?")).isEqualTo("red");
    assertThat(learned.answer(BLACK, "white?")).isEqualTo("white");
    assertThat(learned.answer(BLACK, "black?")).isEqualTo("no idea");
    // As in the loop: the same request gives the same draws.
    assertThat(model.generateCalls.get(0)).containsAll(model.generateCalls.get(1));
    Passage other = passage("other", "red");
    assertThatThrownBy(() -> learned.answer(other, "red?"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "this adapter did not learn the input that was asked about; ask about");
    assertThatThrownBy(() -> learned.answer(RED, " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the question must not be blank");
    assertThatThrownBy(() -> learned.answer(null, "red?")).hasMessage("input");
    learned.close();
    assertThatThrownBy(() -> learned.answer(RED, "red?")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void methods_that_train_nothing_are_refused() {
    assertThatThrownBy(() -> builder().method(Method.frozen()).build().adaptAll(List.of(RED)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "one adapter for all inputs needs a method and a reward that train, but these are"
                + " frozen and gain");
    assertThat(model.calls).isEmpty();
  }

  @Test
  void the_inputs_alone_may_be_what_is_learned() {
    JointAdaptation<Passage> learned =
        builder()
            .method(Method.inputOnly())
            .build()
            .adaptAll(List.of(RED, passage("black", "black")));
    assertThat(learned.documents()).isEqualTo(2);
    assertThat(learned.scores().get(1).mean()).isEqualTo(1);
  }

  @Test
  void where_all_self_edits_are_rejected_there_is_nothing_to_train_on() {
    Seal<Passage> seal = given(Map.of(RED, List.of("", ""), BLACK, List.of(""))).build();
    assertThatThrownBy(() -> seal.adaptAll(List.of(RED, BLACK)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "there is nothing to train on, as all 3 self-edits were rejected, the first because the"
                + " edit is blank");
  }

  @Test
  void training_that_diverges_says_which_training_it_was_and_why() {
    Seal<Passage> seal = given(Map.of(RED, List.of("NaN"), BLACK, List.of("x"))).build();
    assertThatThrownBy(() -> seal.adaptAll(List.of(RED, BLACK)))
        .isInstanceOf(SealException.class)
        .hasMessage(
            "training one adapter for all inputs, as joint(...) says, failed at step 3: loss is"
                + " NaN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"write", "train", "load", "answer"})
  void a_failure_leaves_no_adapter_and_a_usable_seal(String call) {
    Seal<Passage> seal = builder().build();
    model.during.put(
        call,
        () -> {
          throw new EngineException("out of memory");
        });
    assertThatThrownBy(() -> seal.adaptAll(List.of(RED, BLACK))).hasMessage("out of memory");
    assertThat(model.openAdapters()).isZero();
    model.during.clear();
    seal.adaptAll(List.of(RED, BLACK)).close();
    assertThat(model.openAdapters()).isZero();
  }

  @Test
  void own_questions_are_asked_and_an_input_without_any_is_refused() {
    Seal<Passage> seal = Seal.builder().model(model).task(new QuestionTask()).build();
    JointAdaptation<Passage> learned = seal.adaptAll(List.of(RED, passage("red black")));
    assertThat(learned.scores().get(1).marks()).hasSize(2);
    assertThat(learned.inputs().get(1)).isEqualTo(passage("red black"));
    assertThat(learned.answer(passage("red black"), "red?")).isNotBlank();
    model.knows = Set.of("k");
    assertThatThrownBy(() -> seal.adaptAll(List.of(RED, passage("k"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cannot learn from \"K\": it has 0 questions");
  }
}
