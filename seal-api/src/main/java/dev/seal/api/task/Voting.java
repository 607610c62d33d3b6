package dev.seal.api.task;

import dev.seal.api.model.Prompt;
import java.util.List;

/**
 * A task in which an answer is voted for: a question is put to the model in several ways, its
 * views, and their completions make one answer (paper, section 3.2, augmented inference). As in any
 * {@link Task}, no model is called here: the caller has the views completed, those of any number of
 * inputs and candidates in one batch. {@link Task#ask} and {@link Task#askInContext} are not used.
 *
 * @param <T> one thing to learn
 */
public interface Voting<T> extends Task<T> {

  /**
   * The ways to put a question.
   *
   * @param input what was to be learned
   * @param question the question's text
   * @return the prompts, at least one, the same at every call, unmodifiable
   */
  List<Prompt> views(T input, String question);

  /**
   * Puts an answer together.
   *
   * @param input what was to be learned
   * @param question the question given to {@link #views}
   * @param completions one completion per prompt that it returned, in their order
   * @return the answer, as {@link #grade} takes it; one that says so where no completion can be
   *     read
   * @throws IllegalArgumentException if there are not as many completions as views
   */
  String vote(T input, String question, List<String> completions);
}
