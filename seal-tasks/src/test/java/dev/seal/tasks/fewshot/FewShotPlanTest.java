package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FewShotPlanTest {

  private static final Pair FIRST = new Pair(Grid.of("12"), Grid.of("21"));
  private static final Pair SECOND = new Pair(Grid.of("34"), Grid.of("43"));
  private static final Puzzle PUZZLE = puzzle(FIRST, SECOND);
  private static final Puzzle OF_THREE =
      puzzle(FIRST, SECOND, new Pair(Grid.of("56"), Grid.of("65")));
  private static final TrainingSpec SPEC =
      TrainingSpec.builder().batchSize(2).warmupSteps(3).epochs(77).build();
  private static final FewShot DIGITS = FewShot.arc().withTextForm(TextForm.DIGITS);

  private static Puzzle puzzle(Pair... pairs) {
    return new Puzzle(
        "p", List.of(pairs), List.of(new Puzzle.Test(Grid.of("7"), Optional.empty())));
  }

  private static SelfEdit edit(Strategy strategy, int epochs, AugmentationGroup... groups) {
    return new ToolChoice(Set.of(groups), strategy, 0.01, epochs).toSelfEdit();
  }

  private static Prompt asked(String text) {
    return Prompt.instruction(text);
  }

  // Each pair with the other one in view, and without.
  @Test
  void documents_ask_for_each_pair_with_others_in_view() {
    assertThat(DIGITS.plan(PUZZLE, edit(Strategy.OUTPUT_TOKENS, 1), SPEC).documents())
        .containsExactly(
            TrainingDocument.completion(
                asked("Input:\n34\nOutput:\n43\n\nInput:\n12\nOutput:\n"), "21"),
            TrainingDocument.completion(
                asked("Input:\n12\nOutput:\n21\n\nInput:\n34\nOutput:\n"), "43"),
            TrainingDocument.completion(asked("Input:\n12\nOutput:\n"), "21"),
            TrainingDocument.completion(asked("Input:\n34\nOutput:\n"), "43"));
  }

  @Test
  void the_strategy_says_where_the_loss_is() {
    List<TrainingDocument> outputs =
        DIGITS.plan(OF_THREE, edit(Strategy.OUTPUT_TOKENS, 1), SPEC).documents();
    List<TrainingDocument> all =
        DIGITS.plan(OF_THREE, edit(Strategy.ALL_TOKENS, 1), SPEC).documents();
    assertThat(outputs).hasSameSizeAs(all);
    for (int i = 0; i < all.size(); i++) {
      TrainingDocument.Completion document = (TrainingDocument.Completion) outputs.get(i);
      assertThat(document.lossOnPrompt()).isFalse();
      assertThat(all.get(i))
          .isEqualTo(
              TrainingDocument.promptAndCompletion(document.prompt(), document.completion()));
    }
  }

  @Test
  void the_edit_chooses_rate_and_epochs_and_the_rest_is_as_given() {
    assertThat(DIGITS.plan(PUZZLE, edit(Strategy.ALL_TOKENS, 9), SPEC).training())
        .isEqualTo(SPEC.toBuilder().learningRate(0.01).epochs(9).build());
  }

  @ParameterizedTest
  @EnumSource
  void augmentations_make_more_documents(AugmentationGroup group) {
    Lesson lesson = DIGITS.plan(OF_THREE, edit(Strategy.OUTPUT_TOKENS, 1, group), SPEC);
    assertThat(lesson.documents()).hasSize(TrainingSetSize.of(OF_THREE, Set.of(group)));
    assertThat(lesson.documents().size()).isGreaterThan(TrainingSetSize.of(OF_THREE, Set.of()));
  }

  @ParameterizedTest
  @EnumSource
  void documents_are_in_the_tasks_text_form(TextForm form) {
    Lesson lesson =
        FewShot.arc().withTextForm(form).plan(PUZZLE, edit(Strategy.OUTPUT_TOKENS, 1), SPEC);
    assertThat(lesson.documents())
        .contains(
            TrainingDocument.completion(
                asked(form.question(List.of(SECOND), FIRST.input())), form.answer(FIRST.output())));
  }

  @Test
  void of_more_documents_than_allowed_always_the_same_are_kept() {
    SelfEdit edit = edit(Strategy.OUTPUT_TOKENS, 1, AugmentationGroup.BASIC);
    List<TrainingDocument> all = DIGITS.plan(OF_THREE, edit, SPEC).documents();
    FewShot few = DIGITS.withTrainingItems(20);
    List<TrainingDocument> cut = few.plan(OF_THREE, edit, SPEC).documents();
    assertThat(all.size()).isGreaterThan(100);
    assertThat(cut).hasSize(20).doesNotHaveDuplicates().isSubsetOf(all);
    assertThat(cut).isNotEqualTo(all.subList(0, 20));
    assertThat(few.plan(OF_THREE, edit, SPEC).documents()).isEqualTo(cut);
    assertThat(DIGITS.withTrainingItems(all.size()).plan(OF_THREE, edit, SPEC).documents())
        .isEqualTo(all);
  }

  @Test
  void by_default_there_are_at_most_250_documents() {
    SelfEdit edit = edit(Strategy.OUTPUT_TOKENS, 3, AugmentationGroup.values());
    assertThat(TrainingSetSize.of(OF_THREE, Set.of(AugmentationGroup.values()))).isGreaterThan(250);
    // 250 documents, 2 a step: 3 epochs are just 375 steps.
    assertThat(FewShot.arc().plan(OF_THREE, edit, SPEC).documents()).hasSize(250);
    SelfEdit more = edit(Strategy.OUTPUT_TOKENS, 4, AugmentationGroup.values());
    assertThatThrownBy(() -> FewShot.arc().plan(OF_THREE, more, SPEC))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage(
            "4 epochs of 250 training examples, 2 a step, need 500 steps, but 375 are the most;"
                + " choose fewer epochs or augmentations");
  }

  // Four documents; what a step has no room for makes a step of its own, in each epoch.
  @ParameterizedTest
  @CsvSource({
    "2, 1, 5, 10",
    "4, 1, 5, 5",
    "3, 1, 5, 10",
    "1, 1, 3, 12",
    "1, 3, 5, 10",
    "2, 2, 7, 7",
    "100, 1, 7, 7",
    "2000000000, 2000000000, 7, 7"
  })
  void steps_are_counted_as_training_makes_them(
      int batch, int accumulation, int epochs, int steps) {
    TrainingSpec spec = SPEC.toBuilder().batchSize(batch).accumulation(accumulation).build();
    SelfEdit edit = edit(Strategy.OUTPUT_TOKENS, epochs);
    assertThat(DIGITS.withTrainingSteps(steps).plan(PUZZLE, edit, spec).documents()).hasSize(4);
    assertThatThrownBy(() -> DIGITS.withTrainingSteps(steps - 1).plan(PUZZLE, edit, spec))
        .isInstanceOf(UnusableEditException.class)
        .hasMessageStartingWith(epochs + " epochs of 4 training examples, ")
        .hasMessageContaining(
            " a step, need " + steps + " steps, but " + (steps - 1) + " are the most;");
  }

  @Test
  void an_edit_that_is_no_choice_is_unusable() {
    assertThatThrownBy(() -> DIGITS.plan(PUZZLE, new SelfEdit("{}"), SPEC))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage("self-edit: $ has no \"data_generation\"; sample again, or allow more tokens");
  }

  @Test
  void without_an_edit_the_pairs_are_trained_on_as_they_are() {
    Lesson lesson = DIGITS.inputOnly(OF_THREE, SPEC);
    assertThat(lesson.documents())
        .isEqualTo(DIGITS.plan(OF_THREE, edit(Strategy.OUTPUT_TOKENS, 1), SPEC).documents());
    assertThat(lesson.training()).isEqualTo(SPEC);
    assertThat(DIGITS.withTrainingItems(3).inputOnly(OF_THREE, SPEC).documents()).hasSize(3);
  }

  @Test
  void no_document_comes_twice_or_shows_the_test() {
    List<TrainingDocument> documents =
        FewShot.arc()
            .plan(OF_THREE, edit(Strategy.OUTPUT_TOKENS, 1, AugmentationGroup.values()), SPEC)
            .documents();
    assertThat(new HashSet<>(documents)).hasSameSizeAs(documents);
    Puzzle other =
        new Puzzle(
            "q",
            OF_THREE.train(),
            List.of(new Puzzle.Test(Grid.of("89"), Optional.of(Grid.of("98")))));
    assertThat(
            FewShot.arc()
                .plan(other, edit(Strategy.OUTPUT_TOKENS, 1, AugmentationGroup.values()), SPEC)
                .documents())
        .isEqualTo(documents);
  }
}
