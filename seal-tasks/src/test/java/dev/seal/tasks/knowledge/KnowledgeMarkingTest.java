package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.JudgeException;
import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import dev.seal.tasks.grade.Graders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeMarkingTest {

  private static final Question WHAT = new Question("What was Ada?", "Diver");
  private static final Question WHERE = new Question("Where?", "Rome");
  private static final Question WHEN = new Question("When?", "1901");
  private static final Passage ADA =
      new Passage("Ada", "Ada was a diver.", List.of(WHAT, WHERE, WHEN));
  private static final Passage UNTITLED = new Passage("", "It rained.", List.of(WHERE));

  private static final Knowledge PLAIN = Knowledge.implications();
  private static final Knowledge JUDGED = PLAIN.withJudge(Graders.judge());

  @Test
  void needs_no_model_without_a_judge() {
    List<String> answers = List.of("a diver", "Paris", "1901");
    assertThat(PLAIN.gradingPrompts(ADA, answers)).isEmpty();
    assertThat(PLAIN.grade(ADA, answers, List.of()))
        .isEqualTo(PLAIN.grade(ADA, answers))
        .satisfies(score -> assertThat(score.marks()).containsExactly(1.0, 0.0, 1.0));
  }

  @Test
  void asks_the_judge_about_every_answer_that_is_not_blank() {
    assertThat(JUDGED.gradingPrompts(ADA, List.of("She dived.", " \n", "In 1902")))
        .containsExactly(
            Graders.judge().prompt(WHAT, "She dived.").orElseThrow(),
            Graders.judge().prompt(WHEN, "In 1902").orElseThrow());
    assertThat(JUDGED.gradingPrompts(ADA, List.of("", "", ""))).isEmpty();
  }

  @Test
  void marks_by_the_judges_completions_in_the_order_of_the_prompts() {
    List<String> answers = List.of("Paris", "", "In 1901");
    assertThat(JUDGED.grade(ADA, answers, List.of("No.", "yes")).marks())
        .containsExactly(0.0, 0.0, 1.0);
    assertThat(JUDGED.grade(ADA, List.of("", " ", ""), List.of()).marks())
        .containsExactly(0.0, 0.0, 0.0);
  }

  @Test
  void cannot_mark_without_a_judges_completions() {
    assertThatIllegalStateException()
        .isThrownBy(() -> JUDGED.grade(ADA, List.of("", "", "")))
        .withMessage(
            "answers on \"Ada\" cannot be marked without a judge's completions; have"
                + " gradingPrompts(passage, answers) completed and pass the completions to grade");
  }

  @Test
  void passes_on_a_verdict_that_cannot_be_read() {
    assertThatThrownBy(() -> JUDGED.grade(ADA, List.of("", "Rome", ""), List.of("Perhaps.")))
        .isInstanceOf(JudgeException.class)
        .hasMessage(
            "the judge's verdict on the answer to \"Where?\" must be yes or no, but is"
                + " \"Perhaps.\"; let a model judge that follows instructions, or allow it more"
                + " tokens");
  }

  @Test
  void refuses_another_number_of_completions() {
    List<String> answers = List.of("Diver", "", "1901");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGED.grade(ADA, answers, List.of("yes", "no", "yes")))
        .withMessage(
            "the answers on \"Ada\" have 2 grading prompts, but there were 3 completions; give one"
                + " per prompt, in their order");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGED.grade(ADA, answers, List.of()))
        .withMessageContaining("have 2 grading prompts, but there were 0 completions");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.grade(ADA, answers, List.of("yes")))
        .withMessageContaining("have 0 grading prompts, but there were 1 completions");
  }

  @Test
  void refuses_another_number_of_answers() {
    String message =
        "passage \"Ada\" has 3 questions, but there were 1 answers; give one per question, in"
            + " their order";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGED.gradingPrompts(ADA, List.of("Diver")))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PLAIN.gradingPrompts(ADA, List.of("Diver")))
        .withMessage(message);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGED.grade(ADA, List.of("Diver"), List.of("yes")))
        .withMessage(message);
  }

  @Test
  void has_nothing_to_measure_without_questions() {
    Passage nothing = PLAIN.withQuestions(ADA, List.of());
    assertThat(JUDGED.gradingPrompts(nothing, List.of())).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JUDGED.grade(nothing, List.of(), List.of()))
        .withMessage(
            "a score needs at least one mark; without questions there is nothing to measure");
  }

  @Test
  void has_either_a_judge_or_a_grader_at_work() {
    assertThat(PLAIN.judge()).isEmpty();
    assertThat(JUDGED.judge()).containsSame(Graders.judge());
    assertThat(Knowledge.implications().withGrader((question, answer) -> 1))
        .hasToString("knowledge, implications, marked by a custom grader");
    assertThat(JUDGED).hasToString("knowledge, implications, marked by judge");
    Knowledge graded = JUDGED.withGrader(Graders.contains());
    assertThat(graded.judge()).isEmpty();
    assertThat(graded).hasToString("knowledge, implications, marked by contains");
  }

  @Test
  void names_everything_that_was_switched_on() {
    assertThat(
            Knowledge.selfQa()
                .withReasoning()
                .withJudge(Graders.judge())
                .withoutPassage()
                .withWholeEdits())
        .hasToString(
            "knowledge, self-qa, whole edits, without the passage, with reasoning, marked by"
                + " judge");
    assertThat(PLAIN.withReasoning().withGrader(Graders.f1()))
        .hasToString("knowledge, implications, with reasoning, marked by f1");
  }

  @Test
  void asks_for_reasoning_before_the_answer() {
    Knowledge task = PLAIN.withReasoning();
    String instruction =
        "Think before you answer the question: write down your thoughts under the heading"
            + " \"Reasoning:\". Then write \"Final answer:\" and, on the same line, the answer"
            + " alone, in as few words as it takes.\n\n";
    assertThat(task.ask(ADA, "Where?"))
        .isEqualTo(Prompt.instruction(instruction + "Topic: Ada\nQuestion: Where?\nReasoning:"));
    assertThat(task.askInContext(ADA, "Where?"))
        .isEqualTo(
            Prompt.instruction(
                "Ada\nAda was a diver.\n\n"
                    + instruction
                    + "Topic: Ada\nQuestion: Where?\nReasoning:"));
    assertThat(task.ask(UNTITLED, "Where?"))
        .isEqualTo(Prompt.instruction(instruction + "Question: Where?\nReasoning:"));
    assertThat(task.prompt(ADA)).isEqualTo(PLAIN.prompt(ADA));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "She lived there.\nFinal answer: Rome",
        "Final answer: Paris? No.\nFinal answer:\n\n  Rome \r\nbecause she lived there.",
        "thoughts **Final Answer:** Rome",
        "thoughts\n**Final answer: Rome**\n\nQuestion: When?",
        "FINAL ANSWER:Rome\u2028Paris",
      })
  void marks_what_follows_the_last_final_answer(String completion) {
    Knowledge task = PLAIN.withReasoning();
    assertThat(task.grade(UNTITLED, List.of(completion)).marks()).containsExactly(1.0);
    assertThat(task.withJudge(Graders.judge()).gradingPrompts(UNTITLED, List.of(completion)))
        .containsExactly(Graders.judge().prompt(WHERE, "Rome").orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Rome", "Answer: Rome", "Final answer Rome", "Rome. Final answer:", "Final"})
  void takes_an_answer_without_the_mark_for_blank(String completion) {
    Knowledge task = PLAIN.withReasoning().withGrader(Graders.contains());
    assertThat(task.grade(UNTITLED, List.of(completion)).marks()).containsExactly(0.0);
    Knowledge judged = task.withJudge(Graders.judge());
    assertThat(judged.gradingPrompts(UNTITLED, List.of(completion))).isEmpty();
    assertThat(judged.grade(UNTITLED, List.of(completion), List.of()).marks()).containsExactly(0.0);
  }

  @Test
  void leaves_answers_without_reasoning_whole() {
    assertThat(
            PLAIN
                .withGrader(Graders.contains())
                .grade(UNTITLED, List.of("Rome. Final answer: Paris"))
                .marks())
        .containsExactly(1.0);
  }
}
