package dev.seal.api;

import java.util.List;

/**
 * A question with the answers that count as right.
 *
 * @param text the question, not blank
 * @param answers the accepted answers, at least one, none blank; the first one is the reference
 *     answer
 */
public record Question(String text, List<String> answers) {

  /**
   * Checks and copies.
   *
   * @param text the question, not blank
   * @param answers the accepted answers, at least one, none blank; the first one is the reference
   *     answer
   * @throws IllegalArgumentException if the text is blank, or there is no answer, or one of them is
   *     blank
   */
  public Question {
    if (text.isBlank()) {
      throw new IllegalArgumentException("question text must not be blank");
    }
    answers = List.copyOf(answers);
    if (answers.isEmpty()) {
      throw new IllegalArgumentException("question must have at least one answer: \"" + text + '"');
    }
    for (String answer : answers) {
      if (answer.isBlank()) {
        throw new IllegalArgumentException("answers must not be blank, question: \"" + text + '"');
      }
    }
  }

  /**
   * A question with one accepted answer.
   *
   * @param text the question, not blank
   * @param answer the answer, not blank
   */
  public Question(String text, String answer) {
    this(text, List.of(answer));
  }
}
