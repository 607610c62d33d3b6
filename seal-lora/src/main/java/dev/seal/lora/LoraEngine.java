package dev.seal.lora;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;
import dev.seal.lora.internal.engine.TorchModels;
import dev.seal.spi.EngineProvider;

/**
 * The engine that answers and trains through DJL and libtorch. {@code Seal} finds it by itself;
 * without {@code Seal}, {@link #open(ModelRef)} opens a model. Safe for use by several threads.
 */
public final class LoraEngine implements EngineProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LoraEngine() {}

  @Override
  public String name() {
    return "DJL PyTorch";
  }

  /**
   * Opens a model on the best device there is.
   *
   * @param model where it comes from
   * @return the model, owned by the caller
   * @see #open(ModelRef, EngineOptions)
   */
  public LanguageModel open(ModelRef model) {
    return open(model, EngineOptions.builder().build());
  }

  /**
   * Opens a model.
   *
   * @param model where it comes from
   * @param options how to run it
   * @return the model, owned by the caller
   * @see #open(ModelRef, EngineOptions, Workload)
   */
  public LanguageModel open(ModelRef model, EngineOptions options) {
    return open(model, options, Workload.builder().build());
  }

  @Override
  public LanguageModel open(ModelRef model, EngineOptions options, Workload workload) {
    return TorchModels.open(model, options, workload);
  }

  @Override
  public MemoryEstimate estimate(ModelRef model, EngineOptions options, Workload workload) {
    return TorchModels.estimate(model, options, workload);
  }
}
