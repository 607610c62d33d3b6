package dev.seal.api;

import java.util.List;

/**
 * Marks for the answers to one input's questions.
 *
 * @param marks one mark per question in the questions' order, each from 0 (wrong) to 1 (right); at
 *     least one
 */
public record Score(List<Double> marks) {

  /**
   * Checks and copies.
   *
   * @param marks one mark per question in the questions' order, each from 0 (wrong) to 1 (right);
   *     at least one
   * @throws IllegalArgumentException if there is no mark, or one is not a number from 0 to 1
   */
  public Score {
    marks = List.copyOf(marks);
    if (marks.isEmpty()) {
      throw new IllegalArgumentException(
          "a score needs at least one mark; without questions there is nothing to measure");
    }
    for (double mark : marks) {
      if (!(mark >= 0 && mark <= 1)) {
        throw new IllegalArgumentException("a mark must be from 0 to 1, but was " + mark);
      }
    }
  }

  /**
   * The mean mark.
   *
   * @return a number from 0 to 1
   */
  public double mean() {
    double sum = 0;
    for (double mark : marks) {
      sum += mark;
    }
    return sum / marks.size();
  }
}
