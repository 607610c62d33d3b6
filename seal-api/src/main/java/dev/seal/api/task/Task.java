package dev.seal.api.task;

import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.TrainingSpec;
import java.util.List;

/**
 * What there is to learn, and how it is marked. A task is pure: it makes prompts and documents and
 * marks answers, and never calls a model, so that the cycle may put any number of inputs and
 * candidates into one batch. Implementations are immutable and safe for use by several threads.
 *
 * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
 */
public interface Task<T> {

  /**
   * Asks for a self-edit.
   *
   * @param input what is to be learned
   * @return the prompt
   */
  Prompt prompt(T input);

  /**
   * Turns a self-edit into what is trained on.
   *
   * @param input what is to be learned
   * @param edit the self-edit
   * @param defaults the settings to train with where the edit does not choose
   * @return the lesson
   * @throws dev.seal.api.UnusableEditException if the edit cannot be used; the message says why
   */
  Lesson plan(T input, SelfEdit edit, TrainingSpec defaults);

  /**
   * The lesson without a self-edit: the input alone (the paper's baseline "train on passage").
   *
   * @param input what is to be learned
   * @param defaults the settings to train with
   * @return the lesson
   */
  Lesson inputOnly(T input, TrainingSpec defaults);

  /**
   * What shows whether the input was learned.
   *
   * @param input what was to be learned
   * @return the questions with their answers; empty where there is nothing to measure
   */
  List<Question> questions(T input);

  /**
   * Puts a question to the model without the input in view.
   *
   * @param input what was to be learned
   * @param question the question's text
   * @return the prompt
   */
  Prompt ask(T input, String question);

  /**
   * Puts a question to the model with the input in view.
   *
   * @param input what was to be learned
   * @param question the question's text
   * @return the prompt
   */
  Prompt askInContext(T input, String question);

  /**
   * Marks answers.
   *
   * @param input what was to be learned
   * @param answers one completion per question, in the order of {@link #questions}
   * @return one mark per question
   */
  Score grade(T input, List<String> answers);

  /**
   * A few words that name an input in messages and progress, without quotation marks.
   *
   * @param input what is to be learned
   * @return the words
   */
  String describe(T input);

  /**
   * What the paper used for this task.
   *
   * @return the same at every call; {@link TaskDefaults#KNOWLEDGE} unless overridden
   */
  default TaskDefaults defaults() {
    return TaskDefaults.KNOWLEDGE;
  }

  /**
   * This task with what a model recommends for it, where the user did not choose.
   *
   * @param recommended the model's recommendations; {@link Recommended#NONE} where these are to be
   *     left aside
   * @return the task to use with that model; this one unless overridden
   * @throws IllegalArgumentException if a recommendation for this task is not known
   */
  default Task<T> forModel(Recommended recommended) {
    return this;
  }

  /**
   * What a rejected candidate counts as in means over candidates.
   *
   * @param frozen the marks of the model as it is
   * @return one mark per question; the frozen model's unless overridden, as someone without an
   *     adapter would use that
   */
  default Score scoreOfRejected(Score frozen) {
    return frozen;
  }
}
