package dev.seal.api.model;

import static java.util.Objects.requireNonNull;

/**
 * The shape of an adapter together with how it is trained.
 *
 * @param lora the shape
 * @param training the training
 */
public record LoraTraining(LoraSpec lora, TrainingSpec training) {

  /**
   * Checks.
   *
   * @param lora the shape
   * @param training the training
   */
  public LoraTraining {
    requireNonNull(lora, "lora");
    requireNonNull(training, "training");
  }

  /** Both in words. */
  @Override
  public String toString() {
    return lora + "; " + training;
  }
}
