package dev.seal.internal.loop;

import dev.seal.api.InputTooLongException;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.TrainingSpec;
import java.util.List;

/** Fits training documents into a model's window. */
public final class Window {

  private Window() {}

  /**
   * Refuses inputs that would be cut in silence.
   *
   * @throws InputTooLongException if an input and what asks for a self-edit fill the window
   */
  public static void requireRoom(List<? extends Subject<?>> subjects, LanguageModel model) {
    int window = model.info().contextWindow();
    for (Subject<?> subject : subjects) {
      int tokens = model.tokenizer().encode(subject.prompt()).size();
      if (tokens >= window) {
        throw new InputTooLongException(
            "\""
                + subject.description()
                + "\" has "
                + tokens
                + " tokens with the prompt around it, but the model's window is "
                + window
                + "; split it, or choose a model with a larger window");
      }
    }
  }

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
