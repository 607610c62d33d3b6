package dev.seal.tasks.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditSplitterTest {

  @Test
  void makes_a_text_of_each_line_and_keeps_list_marks() {
    assertThat(EditSplitter.split("1. The sky is blue.\n2. Grass is green.\n- Snow is white."))
        .containsExactly("1. The sky is blue.", "2. Grass is green.", "- Snow is white.");
  }

  @Test
  void strips_lines_and_drops_blank_ones() {
    assertThat(EditSplitter.split("\n  first \t\r\n\n \u00a0 \n\u001c\n second\n"))
        .containsExactly("first", "second");
  }

  @Test
  void keeps_what_follows_the_first_implications_heading() {
    assertThat(
            EditSplitter.split(
                "He was born there.\nImplications:\nHe is a native.\nImplications:\nHe is old."))
        .containsExactly("He is a native.", "Implications:", "He is old.");
  }

  @Test
  void keeps_what_follows_the_heading_on_its_own_line() {
    assertThat(EditSplitter.split("thoughts\nImplications: He is a native.\nHe is old."))
        .containsExactly("He is a native.", "He is old.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Implications:\nOne.\nTwo.", " Implications: One.\nTwo."})
  void keeps_what_follows_the_heading_at_the_very_beginning(String edit) {
    assertThat(EditSplitter.split(edit)).containsExactly("One.", "Two.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"The Implications: many.", "implications: many.", "Implications many."})
  void takes_nothing_else_for_the_heading(String edit) {
    assertThat(EditSplitter.split(edit)).containsExactly(edit);
  }

  @Test
  void cuts_at_three_dashes_wherever_they_stand() {
    assertThat(EditSplitter.split("One.\n---\nTwo. --- Three.------Four."))
        .containsExactly("One.", "Two.", "Three.", "Four.");
  }

  @Test
  void keeps_lines_and_questions_of_a_whole_edit_together() {
    assertThat(EditSplitter.whole(" Sure:\n1. One.\n2. Two.\n---\n \n---\nThree.\n"))
        .containsExactly("Sure:\n1. One.\n2. Two.", "Three.");
    assertThat(EditSplitter.whole("Question 1: A?\nAnswer: B.\nQuestion 2: C?\nAnswer: D."))
        .containsExactly("Question 1: A?\nAnswer: B.\nQuestion 2: C?\nAnswer: D.");
    assertThat(EditSplitter.whole("He dived.\nImplications:\nHe swam.\nHe lived."))
        .containsExactly("He swam.\nHe lived.");
    assertThat(EditSplitter.whole("part---".repeat(40))).hasSize(EditSplitter.MAX_TEXTS);
    assertThat(EditSplitter.whole(" --- ")).isEmpty();
  }

  @Test
  void leaves_two_dashes_alone() {
    assertThat(EditSplitter.split("One -- two.")).containsExactly("One -- two.");
  }

  @Test
  void keeps_a_question_and_its_answer_together() {
    assertThat(
            EditSplitter.split(
                "Question 1: Who?\nAnswer: Ann.\n\nQuestion 2: Where?\nAnswer : In Rome,\nItaly."))
        .containsExactly(
            "Question 1: Who?\nAnswer: Ann.", "Question 2: Where?\nAnswer : In Rome,\nItaly.");
  }

  @Test
  void numbers_a_first_question_that_continues_the_prompt() {
    assertThat(EditSplitter.split("Who?\nAnswer: Ann.\nQuestion 2: Where?\nAnswer: In Rome."))
        .containsExactly("Question 1: Who?\nAnswer: Ann.", "Question 2: Where?\nAnswer: In Rome.");
  }

  @Test
  void cuts_questions_at_three_dashes_too_and_numbers_the_first_only() {
    assertThat(EditSplitter.split("Who?\nAnswer: Ann.\n---\nQuestion 2: Where?\nAnswer: In Rome."))
        .containsExactly("Question 1: Who?\nAnswer: Ann.", "Question 2: Where?\nAnswer: In Rome.");
  }

  @Test
  void does_not_cut_in_front_of_a_question_within_a_line() {
    assertThat(EditSplitter.split("Question 1: Who? Question 2: Where?\nAnswer: Ann, in Rome."))
        .containsExactly("Question 1: Who? Question 2: Where?\nAnswer: Ann, in Rome.");
  }

  @Test
  void needs_both_marks_for_the_question_form() {
    assertThat(EditSplitter.split("Question 1: Who?\nAnswer 1: Ann."))
        .containsExactly("Question 1: Who?", "Answer 1: Ann.");
    assertThat(EditSplitter.split("Question: Who?\nAnswer: Ann."))
        .containsExactly("Question: Who?", "Answer: Ann.");
  }

  @Test
  void does_not_take_the_first_question_for_talk() {
    assertThat(
            EditSplitter.split("Question 1: Who?\nAnswer: Ann.\nQuestion 2: 1. or 2.?\nAnswer: 1."))
        .hasSize(2);
  }

  @Test
  void drops_the_first_line_if_the_second_begins_with_1() {
    assertThat(EditSplitter.split("Sure, here is a list:\n\n1. One.\n2. Two."))
        .containsExactly("1. One.", "2. Two.");
  }

  @Test
  void keeps_the_first_line_if_a_later_one_begins_with_1() {
    assertThat(EditSplitter.split("One.\nTwo.\n1. Three."))
        .containsExactly("One.", "Two.", "1. Three.");
  }

  @Test
  void keeps_a_single_line_that_begins_with_1() {
    assertThat(EditSplitter.split("1. One.")).containsExactly("1. One.");
  }

  @Test
  void keeps_the_first_30_texts() {
    assertThat(EditSplitter.split(lines(1, 31))).hasSize(30).endsWith("line 30");
    assertThat(EditSplitter.split(lines(1, 30))).hasSize(30);
  }

  @Test
  void counts_the_30_after_dropping_talk() {
    assertThat(EditSplitter.split("Here:\n1. x\n" + lines(2, 40))).hasSize(30).endsWith("line 30");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " \n ", "---", "--- \n ------", "thoughts\nImplications:", "Implications: \n"})
  void gives_nothing_where_there_is_nothing(String edit) {
    assertThat(EditSplitter.split(edit)).isEmpty();
  }

  private static String lines(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(i -> "line " + i)
        .collect(Collectors.joining("\n"));
  }
}
