package dev.seal.api.task;

import dev.seal.api.Question;

/**
 * Marks one answer. Implementations are immutable and safe for use by several threads. A grader
 * that cannot mark throws; it never returns 0 for that.
 */
@FunctionalInterface
public interface Grader {

  /**
   * Marks an answer.
   *
   * @param question the question with its accepted answers
   * @param answer what the model said
   * @return a number from 0 (wrong) to 1 (right)
   */
  double mark(Question question, String answer);
}
