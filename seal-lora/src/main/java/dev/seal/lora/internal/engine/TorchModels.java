package dev.seal.lora.internal.engine;

import ai.djl.Device;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.FolderWriter;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.script.Djl;
import dev.seal.lora.internal.script.NativeModule;
import dev.seal.lora.internal.script.Precision;
import dev.seal.lora.internal.script.WeightLoader;
import dev.seal.lora.internal.text.ModelTokenizer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens language models. */
public final class TorchModels {

  private static final Logger LOG = LoggerFactory.getLogger(TorchModels.class);

  private TorchModels() {}

  /** See {@link dev.seal.spi.EngineProvider#estimate}. */
  public static MemoryEstimate estimate(ModelRef ref, EngineOptions options, Workload workload) {
    Djl.quiet();
    try (Checkpoint checkpoint = Checkpoints.open(ref)) {
      Precision precision = Precision.of(Djl.device(options.device()));
      return MemoryNeeds.of(checkpoint, precision, options, workload);
    }
  }

  /** See {@link dev.seal.spi.EngineProvider#open}. */
  public static LanguageModel open(ModelRef ref, EngineOptions options, Workload workload) {
    return open(ref, options, workload, null);
  }

  /**
   * Opens a model in a precision other than the device's own, for tests; null: the device's own.
   */
  static LanguageModel open(
      ModelRef ref, EngineOptions options, Workload workload, @Nullable Precision wanted) {
    Djl.quiet();
    // Files are checked before the native library is started: most mistakes are in them.
    try (Checkpoint checkpoint = Checkpoints.open(ref)) {
      Device device = Djl.device(options.device());
      Precision precision = wanted == null ? Precision.of(device) : wanted;
      MemoryEstimate estimate = MemoryNeeds.of(checkpoint, precision, options, workload);
      LOG.info("{} takes about {}", ref, estimate);
      MemoryNeeds.requireRoom(ref, estimate, precision, device);
      ModelTokenizer tokenizer = ModelTokenizer.of(checkpoint, options);
      try {
        NativeModule module = WeightLoader.load(checkpoint, device, precision);
        try {
          ModelInfo info = describe(ref, checkpoint, module);
          LOG.info(
              "{}: {} parameters in {} on {}, {}",
              info.name(),
              info.parameters(),
              info.precision(),
              info.device(),
              info.nativeLibrary());
          return new TorchLanguageModel(
              module,
              checkpoint.config(),
              new SharedTokenizer(tokenizer),
              FolderWriter.of(checkpoint),
              info,
              options);
        } catch (Throwable t) {
          module.close();
          throw t;
        }
      } catch (Throwable t) {
        tokenizer.close();
        throw t;
      }
    }
  }

  private static ModelInfo describe(ModelRef ref, Checkpoint checkpoint, NativeModule module) {
    ModelConfig config = checkpoint.config();
    Device device = module.device();
    return new ModelInfo(
        ref.toString(),
        config.architecture().id(),
        ModelTensors.elements(config),
        config.vocabularySize(),
        config.contextWindow(),
        device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu",
        module.precision().label(),
        "libtorch "
            + Djl.engine().getVersion()
            + (device.isGpu() ? "" : ", threads: " + module.threads()),
        WeightLoader.fingerprint(module, config),
        checkpoint.recommended());
  }
}
