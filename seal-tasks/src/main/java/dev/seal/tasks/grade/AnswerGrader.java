package dev.seal.tasks.grade;

import dev.seal.api.Question;
import dev.seal.api.task.Grader;

/** Compares with each accepted answer and gives the best mark. */
abstract sealed class AnswerGrader implements Grader permits ExactMatch, TokenF1, Contains {

  private final String name;

  AnswerGrader(String name) {
    this.name = name;
  }

  /** The mark for an answer against one accepted answer, from 0 to 1. */
  abstract double compare(String accepted, String answer);

  @Override
  public final double mark(Question question, String answer) {
    double best = 0;
    for (String accepted : question.answers()) {
      best = Math.max(best, compare(accepted, answer));
    }
    return best;
  }

  /** The name that {@link Graders#of} knows it by. */
  @Override
  public final String toString() {
    return name;
  }
}
