package dev.seal;

import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;

/**
 * The first required setting of a {@link Seal}: which model learns. The next one is {@link
 * TaskStep}. Not safe for use by several threads.
 */
public sealed interface ModelStep permits BuilderSteps {

  /**
   * The model that a text names; see {@link #model(ModelRef)}.
   *
   * @param model an existing folder in Hugging Face layout, an existing {@code .gguf} file, or what
   *     a {@link ModelRef} prints
   * @return the next step
   * @throws IllegalArgumentException if it names none of these
   */
  TaskStep model(String model);

  /**
   * A model to be opened by {@link SealBuilder#build()}, with the first {@link
   * dev.seal.spi.EngineProvider} on the class path. The Seal owns it and closes it.
   *
   * @param model where it comes from
   * @return the next step
   */
  TaskStep model(ModelRef model);

  /**
   * A model that is open already. It stays the caller's: the Seal does not close it. It may serve
   * several Seals and threads at once.
   *
   * @param model an open model
   * @return the next step
   */
  TaskStep model(LanguageModel model);
}
