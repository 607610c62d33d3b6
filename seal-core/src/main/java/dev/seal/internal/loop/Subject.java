package dev.seal.internal.loop;

import dev.seal.api.Question;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.Task;
import java.util.List;

/**
 * An input that was checked, with what the task says of it.
 *
 * @param input the input
 * @param description the task's words for it
 * @param questions its questions; empty where nothing is to be asked
 * @param prompt what asks for a self-edit
 * @param givenEdits lessons from outside; empty unless that is the approach
 * @param key what the seeds of this input come from: a hash of its description and prompt
 */
public record Subject<T>(
    T input,
    String description,
    List<Question> questions,
    Prompt prompt,
    List<SelfEdit> givenEdits,
    long key) {

  public Subject {
    questions = List.copyOf(questions);
    givenEdits = List.copyOf(givenEdits);
  }

  /**
   * Checks an input before any work is done for it.
   *
   * @throws IllegalArgumentException if it has no lessons where they come from outside
   */
  public static <T> Subject<T> of(Task<T> task, Approach<T> approach, T input) {
    String description = task.describe(input);
    List<SelfEdit> edits = List.of();
    if (approach instanceof Approach.Given<T> given) {
      edits = given.edits().apply(input);
      if (edits.isEmpty()) {
        throw new IllegalArgumentException(
            "cannot learn from \""
                + description
                + "\": Method.given(...) gave 0 self-edits for it; give at least one");
      }
    }
    Prompt prompt = task.prompt(input);
    return new Subject<>(
        input, description, task.questions(input), prompt, edits, Seeds.key(description, prompt));
  }

  /** The same input with other questions. */
  Subject<T> with(T input, List<Question> questions) {
    return new Subject<>(input, description, questions, prompt, givenEdits, key);
  }

  /**
   * Refuses an input without questions.
   *
   * @throws IllegalArgumentException if it has none
   */
  public Subject<T> requireQuestions() {
    if (questions.isEmpty()) {
      throw new IllegalArgumentException(
          "cannot learn from \""
              + description
              + "\": it has 0 questions, and they make the reward; give it at least one question"
              + " with its answer");
    }
    return this;
  }

  List<String> questionTexts() {
    return questions.stream().map(Question::text).toList();
  }
}
