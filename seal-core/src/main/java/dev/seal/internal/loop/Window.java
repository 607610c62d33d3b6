package dev.seal.internal.loop;

import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.TrainingSpec;

/** Fits training documents into a model's window. */
public final class Window {

  private Window() {}

  /**
   * The settings, with documents cut at the window: one long line of a self-edit must not end the
   * run of all others.
   */
  public static TrainingSpec fit(TrainingSpec training, ModelInfo model) {
    int window = model.contextWindow();
    return training.maxLength() <= window
        ? training
        : training.toBuilder().maxLength(window).build();
  }
}
