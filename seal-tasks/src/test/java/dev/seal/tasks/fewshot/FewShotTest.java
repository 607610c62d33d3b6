package dev.seal.tasks.fewshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Question;
import dev.seal.api.Selection;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.TaskDefaults;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FewShotTest {

  private static final List<Pair> PAIRS =
      List.of(
          new Pair(Grid.of("12"), Grid.of("21")),
          new Pair(Grid.of("30", "45"), Grid.of("03", "54")));
  private static final Puzzle PUZZLE =
      new Puzzle(
          "a \"b\"\nc",
          PAIRS,
          List.of(
              new Puzzle.Test(Grid.of("67"), Optional.of(Grid.of("76"))),
              new Puzzle.Test(Grid.of("8", "9"), Optional.of(Grid.of("8", "9")))));
  private static final FewShot DIGITS = FewShot.arc().withTextForm(TextForm.DIGITS);

  private static Recommended recommending(String... keysAndValues) {
    return new Recommended(
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        Map.of(
            "few_shot",
            keysAndValues.length == 2
                ? Map.of(keysAndValues[0], keysAndValues[1])
                : Map.of("text_form", "digits", "training_items", "60", "training_steps", "90"),
            "another_task",
            Map.of("unknown", "setting")));
  }

  @ParameterizedTest
  @EnumSource
  void asks_for_a_self_edit_with_the_training_pairs_alone(TextForm form) {
    assertThat(FewShot.arc().withTextForm(form).prompt(PUZZLE))
        .isEqualTo(Prompt.instruction(form.selfEdit(PAIRS)));
  }

  @ParameterizedTest
  @EnumSource
  void asks_a_question_with_all_training_pairs_in_view(TextForm form) {
    FewShot task = FewShot.arc().withTextForm(form);
    Prompt asked = Prompt.instruction(form.question(PAIRS, Grid.of("8", "9")));
    assertThat(task.ask(PUZZLE, "8\n9")).isEqualTo(asked);
    assertThat(task.askInContext(PUZZLE, "8\n9")).isEqualTo(asked);
    assertThat(task.ask(PUZZLE, " 8\n9\n")).isEqualTo(asked);
  }

  @Test
  void test_inputs_are_the_questions_and_solutions_their_answers() {
    assertThat(FewShot.arc().questions(PUZZLE))
        .containsExactly(new Question("67", "76"), new Question("8\n9", "8\n9"));
  }

  @Test
  void without_all_solutions_there_are_no_questions() {
    Puzzle unsolved =
        new Puzzle(
            "p",
            PAIRS,
            List.of(PUZZLE.tests().get(0), new Puzzle.Test(Grid.of("1"), Optional.empty())));
    assertThat(FewShot.arc().questions(unsolved)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "what now, the row \"what now\" has more than digits; give a digit for each cell",
    "1 2, the row \"1 2\" has more than digits; give a digit for each cell",
    "12;3, 'row 1 has 1 cells, but row 0 has 2; give all rows the same length'"
  })
  void a_question_that_is_no_grid_is_refused(String question, String reason) {
    String text = question.replace(';', '\n');
    String message =
        "a question on a puzzle is a grid in rows of digits, but was \""
            + question.replace(";", "\\n")
            + "\": "
            + reason;
    assertThatThrownBy(() -> DIGITS.ask(PUZZLE, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> DIGITS.views(PUZZLE, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> DIGITS.vote(PUZZLE, text, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> DIGITS.ask(PUZZLE, null)).hasMessage("question");
  }

  @Test
  void describes_a_puzzle_by_its_id() {
    assertThat(FewShot.arc().describe(PUZZLE)).isEqualTo("a 'b'\\nc");
    assertThat(FewShot.arc().describe(new Puzzle("44f52bb0", PAIRS, PUZZLE.tests())))
        .isEqualTo("44f52bb0");
  }

  @Test
  void has_the_papers_numbers() {
    TaskDefaults paper = FewShot.arc().defaults();
    LoraSpec lora =
        LoraSpec.builder()
            .rank(128)
            .alpha(16)
            .targetModules(
                Set.of(
                    TargetModule.Q_PROJ,
                    TargetModule.V_PROJ,
                    TargetModule.GATE_PROJ,
                    TargetModule.UP_PROJ,
                    TargetModule.DOWN_PROJ))
            .build();
    TrainingSpec training =
        TrainingSpec.builder()
            .learningRate(1e-4)
            .schedule(Schedule.COSINE)
            .warmupSteps(11)
            .epochs(2)
            .batchSize(2)
            .accumulation(1)
            .maxLength(8192)
            .build();
    assertThat(paper.lora()).isEqualTo(lora);
    assertThat(paper.training()).isEqualTo(training);
    assertThat(paper.selfEdit())
        .isEqualTo(Sampling.builder().temperature(0.8).topP(1).maxTokens(128).build());
    assertThat(paper.answer()).isEqualTo(Sampling.builder().temperature(0).maxTokens(2048).build());
    assertThat(paper.fineTuning())
        .isEqualTo(
            new LoraTraining(
                lora.toBuilder().rank(16).alpha(16).build(),
                training.toBuilder()
                    .learningRate(5e-5)
                    .warmupSteps(0)
                    .epochs(8)
                    .batchSize(5)
                    .build()));
    assertThat(paper.joint()).isEqualTo(new LoraTraining(lora, training));
    assertThat(paper.selfEdits()).isEqualTo(5);
    assertThat(paper.rounds()).isEqualTo(1);
    assertThat(paper.roundSelfEdits()).isEqualTo(15);
    assertThat(paper.roundEvaluations()).isEqualTo(1);
    assertThat(paper.selection()).isEqualTo(Selection.ALL_CORRECT);
    assertThat(FewShot.arc())
        .hasToString("few-shot, grids as arrays, at most 250 training examples and 375 steps");
  }

  @Test
  void settings_are_of_copies() {
    FewShot task = FewShot.arc();
    assertThat(task.withTextForm(TextForm.SPACED_DIGITS).withTrainingItems(1).withTrainingSteps(7))
        .hasToString("few-shot, grids as spaced-digits, at most 1 training examples and 7 steps");
    assertThat(task)
        .hasToString("few-shot, grids as arrays, at most 250 training examples and 375 steps");
    assertThatThrownBy(() -> task.withTrainingItems(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training items must be >= 1, but were 0");
    assertThatThrownBy(() -> task.withTrainingSteps(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("training steps must be >= 1, but were -1");
    assertThatThrownBy(() -> task.withTextForm(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void a_model_recommends_what_was_not_chosen() {
    assertThat(FewShot.arc().forModel(recommending()))
        .hasToString("few-shot, grids as digits, at most 60 training examples and 90 steps");
    assertThat(
            FewShot.arc()
                .withTextForm(TextForm.ARRAYS)
                .withTrainingItems(250)
                .forModel(recommending()))
        .hasToString("few-shot, grids as arrays, at most 250 training examples and 90 steps");
    assertThat(FewShot.arc().withTrainingSteps(375).forModel(recommending()))
        .hasToString("few-shot, grids as digits, at most 60 training examples and 375 steps");
    assertThat(FewShot.arc().forModel(recommending("training_items", "7")))
        .hasToString("few-shot, grids as arrays, at most 7 training examples and 375 steps");
    FewShot task = FewShot.arc();
    assertThat(task.forModel(Recommended.NONE)).isSameAs(task);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "colours | 10 | what can be recommended is text_form, training_items and training_steps",
        "training_items | many | that is no whole number",
        "training_items | 60.0 | that is no whole number",
        "training_items | 99999999999 | that is no whole number",
        "training_items | 0 | training items must be >= 1, but were 0",
        "training_steps | -5 | training steps must be >= 1, but were -5",
        "text_form | words | a text form must be one of [digits, spaced-digits, arrays], but was"
            + " \"words\"",
      })
  void a_recommendation_that_it_does_not_know_is_refused(String key, String value, String why) {
    assertThatThrownBy(() -> FewShot.arc().forModel(recommending(key, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the model recommends "
                + key
                + " \""
                + value
                + "\" for few_shot, but "
                + why
                + "; correct its seal.json");
  }
}
