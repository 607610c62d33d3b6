package dev.seal.api.task;

import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import java.util.List;

/**
 * A task whose self-edits a model can rate without training on them (the paper's proxy reward). As
 * in any {@link Task}, no model is called here: the caller has the prompts completed.
 *
 * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
 */
public interface EditRating<T> extends Task<T> {

  /**
   * Asks for ratings of a self-edit, one prompt per aspect. Each is to be answered by a whole
   * number from 1 (worst) to 5 (best) right after the prompt.
   *
   * @param input what is to be learned
   * @param edit the self-edit
   * @return the prompts, in the order of {@link #ratingAspects}, unmodifiable
   */
  List<Prompt> ratingPrompts(T input, SelfEdit edit);

  /**
   * The names of what is rated, such as length, diversity, quality and correctness.
   *
   * @return distinct names, at least one, the same at every call, unmodifiable
   */
  List<String> ratingAspects();
}
