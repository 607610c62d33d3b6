package dev.seal;

import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingStep;
import dev.seal.internal.loop.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One try at learning an input: a lesson, what training on it did, and what it was worth; or the
 * reason why it was rejected. Immutable.
 */
public final class Candidate {

  private final Outcome outcome;

  Candidate(Outcome outcome) {
    this.outcome = outcome;
  }

  /**
   * Its number among the input's candidates.
   *
   * @return 0 or more
   */
  public int number() {
    return outcome.number();
  }

  /**
   * The self-edit.
   *
   * @return the lesson as it was written; empty for {@link Method#inputOnly()} and {@link
   *     Method#inContext()}, which have none
   */
  public Optional<SelfEdit> edit() {
    return outcome.edit();
  }

  /**
   * What the adapter was trained on.
   *
   * @return an unmodifiable list; empty where the edit was unusable or nothing is trained
   */
  public List<TrainingDocument> documents() {
    return outcome.documents();
  }

  /**
   * The self-edit's length.
   *
   * @return tokens of the model, 0 or more; 0 where there is no self-edit
   */
  public int editTokens() {
    return outcome.editTokens();
  }

  /**
   * The marks of its answers; where it had several {@linkplain SealBuilder#evaluations
   * evaluations}, each mark is the mean over them.
   *
   * @return the marks in the questions' order, or empty where it was rejected or rated without
   *     training
   */
  public Optional<Score> score() {
    return outcome.score();
  }

  /**
   * The marks of each evaluation: of each of the adapters that were trained on the same documents
   * with seeds of their own.
   *
   * @return an unmodifiable list; empty where it was rejected or rated without training
   */
  public List<Score> evaluations() {
    return outcome.evaluations();
  }

  /**
   * Its answers, those of the first evaluation.
   *
   * @return an unmodifiable list in the questions' order; empty where it was rejected
   */
  public List<String> answers() {
    return outcome.answers();
  }

  /**
   * What it was worth.
   *
   * @return a finite number, or empty where it was rejected
   */
  public OptionalDouble reward() {
    return outcome.reward();
  }

  /**
   * A model's ratings of the self-edit, from 1 to 5, in the order of the task's aspects; their sum
   * is the reward.
   *
   * @return an unmodifiable list; empty but for the {@linkplain Reward#proxy() proxy} reward
   */
  public List<Double> ratings() {
    return outcome.ratings();
  }

  /**
   * Why it was rejected.
   *
   * @return the reason, or empty where it was not
   */
  public Optional<String> rejection() {
    return outcome.rejection();
  }

  /**
   * What each optimizer step of its training saw, such as the loss; of the first evaluation.
   *
   * @return an unmodifiable list, an entry per step done
   */
  public List<TrainingStep> steps() {
    return outcome.steps();
  }

  /**
   * Optimizer steps done, over all evaluations.
   *
   * @return 0 or more
   */
  public long optimizerSteps() {
    return outcome.optimizerSteps();
  }

  /**
   * Tokens that went through the model in training it, over all evaluations, counted once a visit,
   * without padding.
   *
   * @return 0 or more
   */
  public long trainedTokens() {
    return outcome.trainedTokens();
  }

  @Override
  public String toString() {
    return "candidate "
        + number()
        + rejection()
            .map(reason -> " rejected: " + reason)
            .orElseGet(() -> " reward " + reward().orElseThrow());
  }
}
