package dev.seal.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

  @Test
  void a_passage_needs_a_text() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Passage("Ada", " \n", List.of()))
        .withMessage("passage context must not be blank, title: \"Ada\"");
  }

  @Test
  void a_passage_needs_neither_title_nor_questions_and_keeps_its_own_list() {
    List<Question> questions = new ArrayList<>();
    Passage passage = new Passage("", "It rained.", questions);
    questions.add(new Question("What?", "Rain"));
    assertThat(passage.questions()).isEmpty();
  }

  @Test
  void a_question_needs_a_text_and_answers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Question(" ", "Rome"))
        .withMessage("question text must not be blank");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Question("Where?", List.of()))
        .withMessage("question must have at least one answer: \"Where?\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Question("Where?", List.of("Rome", " ")))
        .withMessage("answers must not be blank, question: \"Where?\"");
  }

  @Test
  void a_score_needs_marks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Score(List.of()))
        .withMessage(
            "a score needs at least one mark; without questions there is nothing to measure");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void a_mark_is_from_0_to_1(double mark) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Score(List.of(0.5, mark)))
        .withMessage("a mark must be from 0 to 1, but was " + mark);
  }

  @Test
  void a_score_has_a_mean() {
    assertThat(new Score(List.of(0.0, 1.0, 0.5, 0.5)).mean()).isEqualTo(0.5);
  }

  @Test
  void a_lesson_needs_documents() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lesson(List.of(), TrainingSpec.builder().build()))
        .withMessage("a lesson needs at least one document");
  }
}
