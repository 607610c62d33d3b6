package dev.seal.lora.internal.checkpoint;

import dev.seal.api.model.ModelRef;

/** Opens models by reference. */
public final class Checkpoints {

  private Checkpoints() {}

  /**
   * Opens a model and checks everything but the values of its weights.
   *
   * @return the checkpoint, owned by the caller
   * @throws dev.seal.api.ModelFormatException if a file is missing, damaged, or contradicts another
   * @throws dev.seal.api.UnsupportedModelException if the model uses something that this library
   *     does not compute
   */
  public static Checkpoint open(ModelRef ref) {
    throw new UnsupportedOperationException(ref + ": the readers follow in the next commits");
  }
}
