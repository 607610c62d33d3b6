package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.Passage;
import dev.seal.api.Question;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class KnowledgeWritingTest {

  private static final Passage ADA =
      new Passage("Ada", "Ada was a diver.", List.of(new Question("What was Ada?", "Diver")));
  private static final Passage UNTITLED = new Passage(" ", "It rained.", List.of());

  @ParameterizedTest
  @EnumSource
  void asks_for_questions_as_self_qa_does_in_every_style(PromptStyle style) {
    assertThat(Knowledge.of(style).withReasoning().questionPrompt(ADA))
        .isEqualTo(Knowledge.selfQa().prompt(ADA));
  }

  @Test
  void reads_questions_and_gives_them_to_the_passage() {
    Knowledge task = Knowledge.implications();
    List<Question> questions =
        task.readQuestions(ADA, "Here they are:\n1. Who dived? Ada\n2. Who?\n3. When? In 1901.");
    assertThat(questions)
        .containsExactly(new Question("Who dived?", "Ada"), new Question("When?", "In 1901."));
    assertThat(task.withQuestions(ADA, questions))
        .isEqualTo(new Passage("Ada", "Ada was a diver.", questions));
    assertThat(task.withQuestions(ADA, List.of()).questions()).isEmpty();
    assertThat(ADA.questions()).hasSize(1);
  }

  @Test
  void keeps_its_own_list_of_questions() {
    List<Question> questions = new ArrayList<>();
    Passage passage = Knowledge.implications().withQuestions(ADA, questions);
    questions.add(new Question("Where?", "Rome"));
    assertThat(passage.questions()).isEmpty();
  }

  @Test
  void has_a_rating_prompt_for_each_aspect() {
    Knowledge task = Knowledge.implications();
    assertThat(task.ratingAspects())
        .containsExactly("length", "diversity", "quality", "correctness");
    List<Prompt> prompts = task.ratingPrompts(ADA, new SelfEdit("\n- She dived.\n- She swam.\n"));
    assertThat(prompts).hasSize(4);
    assertThat(new HashSet<>(prompts)).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(text(prompts.get(i)))
          .contains("one thing only, their " + task.ratingAspects().get(i) + ": ")
          .endsWith(
              "\n\nPassage:\nAda\nAda was a diver.\n\nNotes:\n- She dived.\n- She swam.\n\nReply"
                  + " with one whole number from 1 (poor) to 5 (excellent) and nothing"
                  + " else.\nRating:\n");
    }
  }

  @Test
  void says_what_each_rating_is_about() {
    assertThat(Knowledge.rewrite().ratingPrompts(UNTITLED, new SelfEdit("It was wet.")))
        .extracting(KnowledgeWritingTest::text)
        .extracting(text -> text.substring(0, text.indexOf("\n\nReply")))
        .containsExactly(
            rating(
                "length: are they long enough to teach all of the passage, and free of padding?"),
            rating(
                "diversity: do they bring up different facts in different words, rather than the"
                    + " same ones again?"),
            rating(
                "quality: is each statement clear, worth learning, and understandable without the"
                    + " others?"),
            rating("correctness: does everything they say agree with the passage?"));
  }

  @Test
  void has_rating_prompts_for_an_empty_edit_too() {
    assertThat(Knowledge.implications().ratingPrompts(ADA, new SelfEdit("")))
        .hasSize(4)
        .allSatisfy(prompt -> assertThat(text(prompt)).contains("\n\nNotes:\n\n\nReply"));
  }

  private static String rating(String aspect) {
    return "Here are a passage and notes from which somebody is to learn what it says, without"
        + " seeing it. Rate the notes by one thing only, their "
        + aspect
        + "\n\nPassage:\nIt rained.\n\nNotes:\nIt was wet.";
  }

  private static String text(Prompt prompt) {
    return ((Prompt.Instruction) prompt).text();
  }
}
