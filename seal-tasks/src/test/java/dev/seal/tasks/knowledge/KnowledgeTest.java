package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.tasks.grade.Graders;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnowledgeTest {

  private static final Passage ADA =
      new Passage(
          "Ada",
          "Ada was a diver. Ada lived in Rome.",
          List.of(new Question("What was Ada?", "Diver"), new Question("Where?", "Rome")));
  private static final Passage UNTITLED = new Passage(" ", "It rained.", List.of());
  private static final TrainingSpec SPEC = TrainingSpec.builder().epochs(3).build();

  // What the practice model was trained on: to the letter, or it no longer understands.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "implications | Read the following passage and write down what follows from it, directly or"
            + " indirectly, one statement per line. | Implications:",
        "self-qa | Read the following passage and turn it into questions with their answers, one"
            + " pair per line. | Questions and answers:",
        "rewrite | Rewrite the following passage in a few different ways, one per line. | Rewritten"
            + " passages:",
        "explain | Explain the following passage to a sixth-grader, one short sentence per line. |"
            + " Explanation:"
      })
  void asks_for_a_self_edit_as_the_practice_model_knows_it(
      String key, String instruction, String cue) {
    assertThat(Knowledge.of(PromptStyle.of(key)).prompt(ADA))
        .isEqualTo(
            Prompt.instruction(
                instruction
                    + "\n\nPassage:\nAda\nAda was a diver. Ada lived in Rome.\n\n"
                    + cue
                    + "\n"));
  }

  @Test
  void gives_the_passage_alone_without_a_prompt() {
    assertThat(Knowledge.noPrompt().prompt(ADA))
        .isEqualTo(Prompt.instruction("Passage:\nAda\nAda was a diver. Ada lived in Rome.\n\n"));
  }

  @Test
  void names_in_the_chain_of_thought_prompt_the_heading_that_plan_looks_for() {
    Knowledge task = Knowledge.chainOfThought();
    assertThat(text(task.prompt(ADA)))
        .contains("\"Thought Process:\"", "\"Implications:\"")
        .endsWith("\n\nThought Process:\n");
    assertThat(texts(task.plan(ADA, new SelfEdit("She dived.\n\nImplications:\nShe swam."), SPEC)))
        .containsExactly("Ada\nShe swam.", "Ada\nAda was a diver. Ada lived in Rome.");
  }

  @Test
  void has_a_factory_for_each_style() {
    assertThat(
            List.of(
                Knowledge.implications(),
                Knowledge.implicationsLong(),
                Knowledge.implicationsVeryLong(),
                Knowledge.chainOfThought(),
                Knowledge.rewrite(),
                Knowledge.selfQa(),
                Knowledge.explain(),
                Knowledge.noPrompt()))
        .extracting(Knowledge::style)
        .containsExactly(PromptStyle.values());
  }

  @Test
  void asks_a_question_without_the_passage() {
    assertThat(Knowledge.implications().ask(ADA, "Where?"))
        .isEqualTo(
            Prompt.instruction(
                "Answer the question directly and concisely.\n\nTopic: Ada\nQuestion:"
                    + " Where?\nAnswer:"));
  }

  @Test
  void asks_a_question_with_the_passage_in_front() {
    assertThat(Knowledge.implications().askInContext(ADA, "Where?"))
        .isEqualTo(
            Prompt.instruction(
                "Ada\nAda was a diver. Ada lived in Rome.\n\nAnswer the question directly and"
                    + " concisely.\n\nTopic: Ada\nQuestion: Where?\nAnswer:"));
  }

  @ParameterizedTest
  @EnumSource
  void leaves_out_the_line_of_a_blank_title(PromptStyle style) {
    assertThat(text(Knowledge.of(style).prompt(UNTITLED))).contains("Passage:\nIt rained.\n\n");
  }

  @Test
  void leaves_a_blank_title_out_of_questions_and_documents() {
    Knowledge task = Knowledge.implications();
    assertThat(text(task.ask(UNTITLED, "What?")))
        .isEqualTo("Answer the question directly and concisely.\n\nQuestion: What?\nAnswer:");
    assertThat(text(task.askInContext(UNTITLED, "What?"))).startsWith("It rained.\n\nAnswer the");
    assertThat(texts(task.plan(UNTITLED, new SelfEdit("It was wet."), SPEC)))
        .containsExactly("It was wet.", "It rained.");
    assertThat(texts(task.inputOnly(UNTITLED, SPEC))).containsExactly("It rained.");
  }

  @Test
  void plans_a_document_per_line_and_the_passage_last() {
    Lesson lesson = Knowledge.implications().plan(ADA, new SelfEdit("- One.\n\n- Two.\n"), SPEC);
    assertThat(texts(lesson))
        .containsExactly("Ada\n- One.", "Ada\n- Two.", "Ada\nAda was a diver. Ada lived in Rome.");
    assertThat(lesson.training()).isEqualTo(SPEC);
  }

  @Test
  void plans_at_most_30_documents_and_the_passage() {
    Lesson lesson = Knowledge.rewrite().plan(ADA, new SelfEdit("line\n".repeat(50)), SPEC);
    assertThat(texts(lesson)).hasSize(31).endsWith("Ada\nAda was a diver. Ada lived in Rome.");
  }

  @Test
  void plans_a_whole_edit_as_one_document() {
    Knowledge task = Knowledge.implications().withWholeEdits();
    assertThat(texts(task.plan(ADA, new SelfEdit("Here is a list:\n1. One.\n\n2. Two.\n"), SPEC)))
        .containsExactly(
            "Ada\nHere is a list:\n1. One.\n\n2. Two.", "Ada\nAda was a diver. Ada lived in Rome.");
    assertThat(texts(task.plan(ADA, new SelfEdit("One.\nTwo.\n---\nThree."), SPEC)))
        .containsExactly(
            "Ada\nOne.\nTwo.", "Ada\nThree.", "Ada\nAda was a diver. Ada lived in Rome.");
  }

  @Test
  void plans_without_the_passage() {
    Knowledge task = Knowledge.implications().withoutPassage();
    assertThat(texts(task.plan(ADA, new SelfEdit("One.\nTwo."), SPEC)))
        .containsExactly("Ada\nOne.", "Ada\nTwo.");
    assertThat(texts(task.withWholeEdits().plan(ADA, new SelfEdit("One.\nTwo."), SPEC)))
        .containsExactly("Ada\nOne.\nTwo.");
    assertThat(texts(task.inputOnly(ADA, SPEC)))
        .containsExactly("Ada\nAda was a diver. Ada lived in Rome.");
  }

  @Test
  void says_without_the_passage_that_an_edit_gives_no_document() {
    Knowledge task = Knowledge.implications().withoutPassage().withWholeEdits();
    assertThatThrownBy(() -> task.plan(ADA, new SelfEdit("Implications:\n---"), SPEC))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage(
            "the self-edit for \"Ada\" cannot be used: it gives no document, and begins"
                + " \"Implications:\\n---\"; sample again, or allow more tokens");
  }

  @Test
  void changes_how_copies_plan_and_nothing_else() {
    Knowledge task = Knowledge.selfQa().withGrader(Graders.f1());
    Knowledge other = task.withWholeEdits().withoutPassage();
    assertThat(other)
        .hasToString("knowledge, self-qa, whole edits, without the passage, marked by f1");
    assertThat(other.withGrader(Graders.contains()))
        .hasToString("knowledge, self-qa, whole edits, without the passage, marked by contains");
    assertThat(task).hasToString("knowledge, self-qa, marked by f1");
    assertThat(texts(task.plan(ADA, new SelfEdit("One.\nTwo."), SPEC))).hasSize(3);
  }

  @Test
  void plans_the_passage_alone() {
    Lesson lesson = Knowledge.implications().inputOnly(ADA, SPEC);
    assertThat(texts(lesson)).containsExactly("Ada\nAda was a diver. Ada lived in Rome.");
    assertThat(lesson.training()).isEqualTo(SPEC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\t"})
  void cannot_use_a_blank_edit(String edit) {
    assertThatThrownBy(() -> Knowledge.implications().plan(ADA, new SelfEdit(edit), SPEC))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage(
            "the self-edit for \"Ada\" cannot be used: it is blank; sample again, or allow more"
                + " tokens");
  }

  @Test
  void cannot_use_an_edit_that_gives_no_document() {
    String edit =
        "\n"
            + "The passage says much.\n"
            + "It is about Ada, who lived a long life in Rome.\n"
            + "Implications:\n";
    assertThatThrownBy(() -> Knowledge.chainOfThought().plan(ADA, new SelfEdit(edit), SPEC))
        .isInstanceOf(UnusableEditException.class)
        .hasMessage(
            "the self-edit for \"Ada\" cannot be used: it gives no document besides the passage,"
                + " and begins \"The passage says much.\\nIt is about Ada, who lived a long lif..."
                + "\"; sample again, or allow more tokens");
  }

  @Test
  void marks_by_exact_match_unless_told_otherwise() {
    List<String> answers = List.of(" the diver.", "in Rome");
    assertThat(Knowledge.implications().grade(ADA, answers).marks()).containsExactly(1.0, 0.0);
    assertThat(Knowledge.implications().withGrader(Graders.contains()).grade(ADA, answers).marks())
        .containsExactly(1.0, 1.0);
  }

  @Test
  void changes_the_grader_of_a_copy_only() {
    Knowledge task = Knowledge.selfQa();
    Knowledge other = task.withGrader(Graders.f1());
    assertThat(other.style()).isEqualTo(PromptStyle.SELF_QA);
    assertThat(other.grader()).isSameAs(Graders.f1());
    assertThat(task.grader()).isSameAs(Graders.exactMatch());
    assertThat(other).hasToString("knowledge, self-qa, marked by f1");
  }

  @Test
  void refuses_to_grade_another_number_of_answers() {
    assertThatThrownBy(() -> Knowledge.implications().grade(ADA, List.of("Diver")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "passage \"Ada\" has 2 questions, but there were 1 answers; give one per question, in"
                + " their order");
  }

  @Test
  void passes_on_the_failure_of_a_grader() {
    Knowledge task =
        Knowledge.implications()
            .withGrader(
                (question, answer) -> {
                  throw new IllegalStateException("no judge");
                });
    assertThatThrownBy(() -> task.grade(ADA, List.of("Diver", "Rome")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no judge");
  }

  @Test
  void gives_the_questions_of_the_passage() {
    assertThat(Knowledge.implications().questions(ADA)).isEqualTo(ADA.questions());
  }

  @Test
  void describes_a_passage_by_its_title_or_its_beginning() {
    assertThat(Knowledge.implications().describe(ADA)).isEqualTo("Ada");
    assertThat(Knowledge.implications().describe(UNTITLED)).isEqualTo("It rained.");
  }

  private static String text(Prompt prompt) {
    return ((Prompt.Instruction) prompt).text();
  }

  private static List<String> texts(Lesson lesson) {
    return lesson.documents().stream().map(d -> ((TrainingDocument.Text) d).text()).toList();
  }
}
