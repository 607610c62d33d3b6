package dev.seal.tasks.grade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.JudgeException;
import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.ModelGrader;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JudgeTest {

  private static final ModelGrader JUDGE = Graders.judge();
  private static final Question WHERE = new Question("Where?", "Rome");

  @Test
  void is_called_judge_and_is_always_the_same() {
    assertThat(JUDGE).hasToString("judge").isSameAs(Graders.judge());
  }

  @Test
  void asks_whether_the_answer_conveys_the_gold_answer() {
    assertThat(JUDGE.prompt(WHERE, " In 100% Rome.\n"))
        .hasValue(
            Prompt.instruction(
                """
                You mark a student's answer to a question. The gold answer is right; judge by it \
                alone, not by what you know yourself. The student's answer is right if it says all \
                that the gold answer says. It may say more, as long as nothing in it contradicts \
                the gold answer. Wording, spelling and style do not matter.

                Question: Where?
                Gold answer: Rome
                Student's answer: In 100% Rome.

                Does the student's answer convey the gold answer? Reply with yes or no, nothing \
                else.\
                """));
  }

  @Test
  void names_every_accepted_answer() {
    Prompt prompt = JUDGE.prompt(new Question("Who?", List.of("Ann", "Ann Lee")), "Lee").get();
    assertThat(((Prompt.Instruction) prompt).text())
        .contains("Question: Who?\nGold answer: Ann\nor: Ann Lee\nStudent's answer: Lee\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yes | 1",
        "Yes. | 1",
        "**YES** | 1",
        "I know it: yes! | 1",
        "no | 0",
        "No, it does not. | 0",
        "'Not quite, so\nNO' | 0",
        "no eyes | 0",
      })
  void reads_yes_and_no_as_whole_words_in_any_case(String verdict, double mark) {
    assertThat(JUDGE.mark(WHERE, "Rome", Optional.of(verdict))).isEqualTo(mark);
  }

  @ParameterizedTest
  @ValueSource(strings = {"perhaps", "yes and no", "yesterday", "I know", "yésno", "noé", "oui"})
  void cannot_read_any_other_verdict(String verdict) {
    assertThatThrownBy(() -> JUDGE.mark(WHERE, "Rome", Optional.of(verdict + '\n')))
        .isInstanceOf(JudgeException.class)
        .hasMessage(
            "the judge's verdict on the answer to \"Where?\" must be yes or no, but is \""
                + verdict
                + "\"; let a model judge that follows instructions, or allow it more tokens");
  }

  @Test
  void cannot_read_an_empty_verdict() {
    assertThatThrownBy(() -> JUDGE.mark(WHERE, "Rome", Optional.of("")))
        .isInstanceOf(JudgeException.class)
        .hasMessageContaining("must be yes or no, but is \"\"; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void finds_a_blank_answer_wrong_without_a_call(String answer) {
    assertThat(JUDGE.prompt(WHERE, answer)).isEmpty();
    assertThat(JUDGE.mark(WHERE, answer, Optional.empty())).isZero();
  }

  @Test
  void needs_a_verdict_on_any_other_answer() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGE.mark(WHERE, "Rome", Optional.empty()))
        .withMessage(
            "there is no verdict on the answer to \"Where?\"; pass the judge's completion of"
                + " prompt(question, answer)");
  }
}
