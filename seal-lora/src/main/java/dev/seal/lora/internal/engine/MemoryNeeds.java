package dev.seal.lora.internal.engine;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import com.google.common.math.LongMath;
import com.sun.management.OperatingSystemMXBean;
import dev.seal.api.ModelTooLargeException;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.Workload;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.generate.Generator;
import dev.seal.lora.internal.script.Precision;
import dev.seal.lora.internal.script.Processor;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the script allocates, counted without allocating it. */
final class MemoryNeeds {

  // An adapter in training: values, two moments, gradients, and their sum where several batches
  // make a step.
  private static final int COPIES_IN_TRAINING = 5;
  // Supervised tokens whose logits are there at once, and how often: logits, their softmax, one
  // more on the way.
  private static final int LOSS_CHUNK = 256;
  private static final int COPIES_OF_LOGITS = 3;
  // Of each token of the vocabulary while one is drawn: logits, their order, chances, their sums.
  private static final int BYTES_OF_A_CHANCE = 40;
  // What an allocator cannot use again between tensors of many sizes, as measured with Load.
  private static final double FRAGMENTATION = 1.15;

  private MemoryNeeds() {}

  static MemoryEstimate of(
      Checkpoint checkpoint, Precision precision, EngineOptions options, Workload workload) {
    ModelConfig config = checkpoint.config();
    LoraSpec lora =
        workload
            .lora()
            .or(() -> Optional.ofNullable(checkpoint.recommended().lora()))
            .orElseGet(() -> LoraSpec.builder().build());
    return new MemoryEstimate(
        ModelTensors.elements(config) * precision.bytes(),
        workload.requests() == 0
            ? 0
            : LongMath.saturatedAdd(
                cache(config, precision, options, workload), packedHead(config, precision)),
        adapters(config, lora, options, workload),
        workload.adapters() == 0
            ? 0
            : activations(config, precision, options) + packedForTheWayBack(config, precision));
  }

  private static long adapters(
      ModelConfig config, LoraSpec lora, EngineOptions options, Workload workload) {
    long one =
        LongMath.saturatedMultiply(values(config, lora), (long) Float.BYTES * COPIES_IN_TRAINING);
    long all = LongMath.saturatedMultiply(one, workload.adapters());
    // Those beyond the budget wait.
    return Math.min(all, Math.max(one, (long) options.adapterMebibytes() << 20));
  }

  // Where matrices are put into the order in which products are fastest, it is in their place; a
  // head that is the token table, too, is there twice then.
  private static long packedHead(ModelConfig config, Precision precision) {
    return Processor.packs(precision) && config.tiedEmbeddings() ? head(config) : 0;
  }

  // The same again for the products of the way back.
  private static long packedForTheWayBack(ModelConfig config, Precision precision) {
    if (!Processor.packs(precision)) {
      return 0;
    }
    long table = head(config);
    long all = ModelTensors.elements(config) * Float.BYTES;
    return config.tiedEmbeddings() ? all + table : all - table;
  }

  private static long head(ModelConfig config) {
    return (long) config.vocabularySize() * config.hiddenSize() * Float.BYTES;
  }

  /** The values of an adapter. A layer that the model has not is refused when training begins. */
  private static long values(ModelConfig config, LoraSpec lora) {
    long values = 0;
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : lora.targetModules()) {
        if (lora.adapts(layer, module)) {
          long sides =
              (long) ModelTensors.inputs(config, module) + ModelTensors.outputs(config, module);
          values =
              LongMath.saturatedAdd(
                  values, LongMath.saturatedMultiply(sides, lora.rank(layer, module)));
        }
      }
    }
    return values;
  }

  private static long cache(
      ModelConfig config, Precision precision, EngineOptions options, Workload workload) {
    int tokens = Math.min(workload.requestTokens(), config.contextWindow());
    long perToken = 2L * config.layers() * config.keyValueSize() * precision.bytes();
    int rows = Math.min(workload.requests(), Generator.rowsAtOnce(tokens, options.batchTokens()));
    return (perToken * tokens + (long) config.vocabularySize() * BYTES_OF_A_CHANCE) * rows;
  }

  /**
   * A full batch: what each layer keeps of each token (the inputs of its norms and of its adapters;
   * queries, keys and values with every head's own, and what attention makes of them, twice; both
   * halves of the gate and their product), two layers' worth of what the way back makes, and the
   * loss.
   */
  private static long activations(ModelConfig config, Precision precision, EngineOptions options) {
    long perToken =
        (4L * config.hiddenSize() + 5L * config.querySize() + 4L * config.intermediateSize())
            * (config.layers() + 2);
    long logits = (long) LOSS_CHUNK * config.vocabularySize() * Float.BYTES * COPIES_OF_LOGITS;
    return (long) (FRAGMENTATION * perToken * options.batchTokens() * precision.bytes()) + logits;
  }

  static void requireRoom(
      ModelRef ref, MemoryEstimate estimate, Precision precision, Device device) {
    long room = device.isGpu() ? CudaUtils.getGpuMemory(device).getMax() : physicalMemory();
    if (estimate.weights() > room) {
      throw new ModelTooLargeException(
          "%s has %,d MiB of weights in %s, but %s has %,d MiB of memory in all; choose a smaller model or a larger device"
              .formatted(ref, estimate.weights() >> 20, precision.label(), device, room >> 20));
    }
  }

  /** Of this machine, or of the container. */
  private static long physicalMemory() {
    @Nullable OperatingSystemMXBean system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system == null ? Long.MAX_VALUE : system.getTotalMemorySize();
  }
}
