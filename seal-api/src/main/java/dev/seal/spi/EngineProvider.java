package dev.seal.spi;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;

/**
 * Opens models. An implementation is named in {@code META-INF/services/dev.seal.spi.EngineProvider}
 * and has a public constructor without arguments.
 */
public interface EngineProvider {

  /**
   * The engine's name, for messages.
   *
   * @return a short name
   */
  String name();

  /**
   * Says about how much memory a model takes. None of it is loaded, but the native library is
   * started, which says what devices there are.
   *
   * @param model where it comes from
   * @param options how to run it
   * @param workload how much is to be done at once
   * @return the estimate
   * @throws dev.seal.api.ModelFormatException as for {@link #open}
   * @throws dev.seal.api.UnsupportedModelException as for {@link #open}
   * @throws dev.seal.api.DeviceUnavailableException as for {@link #open}
   * @throws java.io.UncheckedIOException as for {@link #open}
   */
  MemoryEstimate estimate(ModelRef model, EngineOptions options, Workload workload);

  /**
   * Opens a model, and writes to the log beforehand how much memory it takes.
   *
   * @param model where it comes from
   * @param options how to run it
   * @param workload how much is to be done at once, for the estimate in the log only
   * @return the model, owned by the caller
   * @throws dev.seal.api.ModelFormatException if a file is missing, cannot be opened, is damaged,
   *     or contradicts itself or another
   * @throws dev.seal.api.UnsupportedModelException if the model uses something that the engine does
   *     not compute
   * @throws dev.seal.api.DeviceUnavailableException if the device is not there
   * @throws dev.seal.api.ModelTooLargeException if the weights are more than the device's memory
   * @throws dev.seal.api.EngineException if the native engine fails
   * @throws java.io.UncheckedIOException if reading a file fails after it was opened
   */
  LanguageModel open(ModelRef model, EngineOptions options, Workload workload);
}
