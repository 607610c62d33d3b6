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
   * The marks of its answers.
   *
   * @return the marks in the questions' order, or empty where it was rejected
   */
  public Optional<Score> score() {
    return outcome.score();
  }

  /**
   * Its answers.
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
   * Why it was rejected.
   *
   * @return the reason, or empty where it was not
   */
  public Optional<String> rejection() {
    return outcome.rejection();
  }

  /**
   * What each optimizer step of its training saw, such as the loss.
   *
   * @return an unmodifiable list, an entry per step done
   */
  public List<TrainingStep> steps() {
    return outcome.steps();
  }

  /**
   * Tokens that went through the model in training it, counted once a visit, without padding.
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
