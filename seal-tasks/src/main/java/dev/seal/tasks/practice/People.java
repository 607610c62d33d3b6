package dev.seal.tasks.practice;

import dev.seal.api.Passage;
import java.util.List;

/**
 * The invented people of the practice world: one passage each, titled with the person's name, with
 * five questions. No name occurs twice.
 *
 * @param known 200 people the practice model was trained on, and answers about without the passage
 * @param train 300 people it has never seen, to learn from
 * @param test 300 other people it has never seen, to measure on
 */
public record People(List<Passage> known, List<Passage> train, List<Passage> test) {

  /**
   * Copies.
   *
   * @param known see the record
   * @param train see the record
   * @param test see the record
   */
  public People {
    known = List.copyOf(known);
    train = List.copyOf(train);
    test = List.copyOf(test);
  }
}
