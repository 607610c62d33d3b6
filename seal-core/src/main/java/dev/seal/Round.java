package dev.seal;

import dev.seal.api.SelfEdit;
import dev.seal.api.event.Phase;
import dev.seal.api.model.TrainingStep;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One round of the outer loop (paper, section 3.1): self-edits by one model, their rewards, those
 * that were chosen, and what fine-tuning on them did. Immutable.
 *
 * @param number from 1
 * @param trials all self-edits of the round with their rewards
 * @param chosen the self-edits that the model was fine-tuned on, with their inputs, in the inputs'
 *     order; empty where the selection left none, and then the model stayed as it was
 * @param fineTuning what each optimizer step of the fine-tuning saw; empty where nothing was chosen
 * @param fineTunedTokens tokens that went through the model in fine-tuning, counted once a visit
 * @param adapter the SHA-256 of the fine-tuned adapter's files, by which a {@link RunFolder} keeps
 *     it, or empty where nothing was chosen
 * @param fingerprint the model after the round, as in {@link
 *     dev.seal.api.model.ModelInfo#fingerprint()}
 * @param times how long each phase took
 * @param <T> one thing to learn
 */
public record Round<T>(
    int number,
    Evaluation<T> trials,
    List<Chosen<T>> chosen,
    List<TrainingStep> fineTuning,
    long fineTunedTokens,
    Optional<String> adapter,
    String fingerprint,
    Map<Phase, Duration> times) {

  /**
   * Copies.
   *
   * @param number see the record
   * @param trials see the record
   * @param chosen see the record
   * @param fineTuning see the record
   * @param fineTunedTokens see the record
   * @param adapter see the record
   * @param fingerprint see the record
   * @param times see the record
   */
  public Round {
    chosen = List.copyOf(chosen);
    fineTuning = List.copyOf(fineTuning);
    times = Map.copyOf(times);
  }

  /**
   * A self-edit that was chosen.
   *
   * @param input what it is about
   * @param edit the self-edit
   * @param reward what it was worth
   * @param <T> one thing to learn
   */
  public record Chosen<T>(T input, SelfEdit edit, double reward) {}
}
