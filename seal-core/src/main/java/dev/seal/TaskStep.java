package dev.seal;

import dev.seal.api.task.Task;

/**
 * The second required setting of a {@link Seal}: what there is to learn. All other settings have
 * defaults. Not safe for use by several threads.
 */
public sealed interface TaskStep permits BuilderSteps {

  /**
   * The task, which fixes what an input is.
   *
   * @param task the task
   * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
   * @return a builder with the optional settings
   */
  <T> SealBuilder<T> task(Task<T> task);
}
