package dev.seal.api.task;

import dev.seal.api.Score;
import dev.seal.api.model.Prompt;
import java.util.List;

/**
 * A task whose answers are marked by a model. As in any {@link Task}, no model is called here: the
 * caller has the prompts completed and brings the completions back, so that any number of inputs
 * may be judged in one batch.
 *
 * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
 */
public interface ModelGraded<T> extends Task<T> {

  /**
   * What the judge is asked.
   *
   * @param input what was to be learned
   * @param answers one completion per question, in the order of {@link #questions}
   * @return the prompts, unmodifiable; not always one per answer, and none where no model is needed
   * @throws IllegalArgumentException if there are not as many answers as questions
   */
  List<Prompt> gradingPrompts(T input, List<String> answers);

  /**
   * Marks answers with the help of the judge's completions.
   *
   * @param input what was to be learned
   * @param answers those given to {@link #gradingPrompts}
   * @param completions one completion per prompt that it returned, in their order
   * @return one mark per question
   * @throws IllegalArgumentException if there are not as many answers as questions, not as many
   *     completions as prompts, or no questions
   * @throws dev.seal.api.JudgeException if a completion cannot be read as a verdict
   */
  Score grade(T input, List<String> answers, List<String> completions);
}
