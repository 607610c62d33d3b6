package dev.seal.api;

import java.util.List;

/**
 * A text to learn, and the questions that show whether it was learned.
 *
 * @param title what the text is about; may be empty
 * @param context the text itself, not blank
 * @param questions the questions; may be empty, but learning from a passage needs at least one,
 *     because they make the reward
 */
public record Passage(String title, String context, List<Question> questions) {

  /**
   * Checks and copies.
   *
   * @param title what the text is about; may be empty
   * @param context the text itself, not blank
   * @param questions the questions; may be empty, but learning from a passage needs at least one,
   *     because they make the reward
   * @throws IllegalArgumentException if the context is blank
   */
  public Passage {
    if (context.isBlank()) {
      throw new IllegalArgumentException(
          "passage context must not be blank, title: \"" + title + '"');
    }
    questions = List.copyOf(questions);
  }
}
