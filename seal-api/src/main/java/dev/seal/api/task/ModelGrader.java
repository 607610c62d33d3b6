package dev.seal.api.task;

import dev.seal.api.Question;
import dev.seal.api.model.Prompt;
import java.util.Optional;

/**
 * Marks one answer with the help of a model. It calls none: it says what to ask, and reads what the
 * model replied. Implementations are immutable and safe for use by several threads. One that cannot
 * mark throws; it never returns 0 for that.
 */
public interface ModelGrader {

  /**
   * What the model is asked about an answer.
   *
   * @param question the question with its accepted answers
   * @param answer what was answered
   * @return the prompt; empty where no call is needed, as for a blank answer
   */
  Optional<Prompt> prompt(Question question, String answer);

  /**
   * Marks an answer.
   *
   * @param question the question given to {@link #prompt}
   * @param answer the answer given to it
   * @param completion what the model wrote for the prompt; empty where there was none
   * @return a number from 0 (wrong) to 1 (right)
   * @throws dev.seal.api.JudgeException if the completion cannot be read as a verdict
   * @throws IllegalArgumentException if a completion is needed and there is none
   */
  double mark(Question question, String answer, Optional<String> completion);
}
