package dev.seal.api.task;

import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import java.util.List;

/**
 * A task in which a model writes the questions itself, for inputs without labelled ones. As in any
 * {@link Task}, no model is called here: the caller has the prompt completed.
 *
 * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
 */
public interface QuestionWriting<T> extends Task<T> {

  /**
   * Asks, with the input in view, for questions with their answers.
   *
   * @param input what is to be learned
   * @return the prompt
   */
  Prompt questionPrompt(T input);

  /**
   * Reads what of a completion is a question with an answer; the rest is passed over.
   *
   * @param input what is to be learned
   * @param completion what a model wrote for {@link #questionPrompt}
   * @return the questions in their order, no text twice, unmodifiable; empty where there is none
   */
  List<Question> readQuestions(T input, String completion);

  /**
   * The input with these questions in place of its own.
   *
   * @param input what is to be learned
   * @param questions the questions; may be empty
   * @return a new input, equal to the given one but for the questions
   */
  T withQuestions(T input, List<Question> questions);
}
