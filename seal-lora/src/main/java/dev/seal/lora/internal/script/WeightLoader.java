package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.LlamaConfig;
import dev.seal.lora.internal.checkpoint.LlamaTensors;
import dev.seal.lora.internal.checkpoint.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/** Brings a checkpoint's weights into the script, and tells them apart from others. */
public final class WeightLoader {

  private static final int BYTES_AT_ONCE = 4 << 20;
  private static final int SAMPLES = 4096;
  private static final int FIRST_LAYER = 4;
  private static final int WEIGHTS_IN_LAYER = 6;

  private WeightLoader() {}

  /**
   * Loads a model.
   *
   * @return the module, owned by the caller
   */
  public static NativeModule load(Checkpoint checkpoint, Device device, Precision precision) {
    LlamaConfig config = checkpoint.config();
    NativeModule module = NativeModule.load(device, precision, attributes(config));
    try {
      fill(module, checkpoint);
      return module;
    } catch (Throwable t) {
      module.close();
      throw t;
    }
  }

  /**
   * A second module with the weights of a first one and an adapter's changes.
   *
   * @param module the first module, with the adapter alone in its bank
   * @param scale the adapter's alpha / rank
   * @return the module, owned by the caller
   */
  public static NativeModule merge(NativeModule module, LlamaConfig config, float scale) {
    NativeModule merged =
        NativeModule.load(module.device(), module.precision(), attributes(config));
    try (NativeCall call = module.call("merged_weights")) {
      NDList weights = call.add(new float[] {scale}).run();
      try (NativeCall take = merged.call("take_weights")) {
        take.add(new ArrayList<NDArray>(weights)).run();
      }
      return merged;
    } catch (Throwable t) {
      merged.close();
      throw t;
    }
  }

  /** A SHA-256 over the model's sizes and evenly spaced values of every weight, rounded to bf16. */
  public static String fingerprint(NativeModule module, LlamaConfig config) {
    Hasher hasher = Hashing.sha256().newHasher();
    hasher.putString("seal1", UTF_8); // to be raised when what follows changes
    hasher
        .putInt(config.layers())
        .putInt(config.hiddenSize())
        .putInt(config.heads())
        .putInt(config.keyValueHeads())
        .putInt(config.headSize())
        .putInt(config.intermediateSize())
        .putInt(config.vocabularySize())
        .putDouble(config.normEpsilon())
        .putDouble(config.ropeTheta());
    int count = FIRST_LAYER + WEIGHTS_IN_LAYER * config.layers();
    for (int index = 0; index < count; index++) {
      try (NativeCall call = module.call("sample_weight")) {
        for (float value : call.addHost(new long[] {index, SAMPLES}).run().get(0).toFloatArray()) {
          hasher.putFloat(value);
        }
      }
    }
    return hasher.hash().toString();
  }

  private static Map<String, Object> attributes(LlamaConfig config) {
    Map<String, Object> attributes = new LinkedHashMap<>();
    attributes.put("layers", (long) config.layers());
    attributes.put("heads", (long) config.heads());
    attributes.put("kv_heads", (long) config.keyValueHeads());
    attributes.put("head_size", (long) config.headSize());
    attributes.put("intermediate", (long) config.intermediateSize());
    attributes.put("epsilon", config.normEpsilon());
    return attributes;
  }

  private static void fill(NativeModule module, Checkpoint checkpoint) {
    LlamaConfig config = checkpoint.config();
    int hidden = config.hiddenSize();
    Filler filler = new Filler(module, checkpoint);
    filler.weight(hidden, LlamaTensors.TOKEN_TABLE);
    if (config.tiedEmbeddings()) {
      try (NativeCall call = module.call("add_tied_head")) {
        call.addDevice().run();
      }
      filler.index++;
    } else {
      filler.weight(hidden, LlamaTensors.OUTPUT);
    }
    filler.weight(0, LlamaTensors.FINAL_NORM);
    addFrequencies(module, config);
    filler.index++;
    for (int layer = 0; layer < config.layers(); layer++) {
      filler.weight(0, LlamaTensors.attentionNorm(layer));
      filler.weight(
          hidden,
          LlamaTensors.matrix(layer, TargetModule.Q_PROJ),
          LlamaTensors.matrix(layer, TargetModule.K_PROJ),
          LlamaTensors.matrix(layer, TargetModule.V_PROJ));
      filler.weight(config.querySize(), LlamaTensors.matrix(layer, TargetModule.O_PROJ));
      filler.weight(0, LlamaTensors.feedForwardNorm(layer));
      filler.weight(
          hidden,
          LlamaTensors.matrix(layer, TargetModule.GATE_PROJ),
          LlamaTensors.matrix(layer, TargetModule.UP_PROJ));
      filler.weight(config.intermediateSize(), LlamaTensors.matrix(layer, TargetModule.DOWN_PROJ));
    }
  }

  // Both halves of a head turn at the same frequencies.
  private static void addFrequencies(NativeModule module, LlamaConfig config) {
    int size = config.headSize();
    float[] frequencies = new float[size];
    for (int i = 0; i < size; i++) {
      frequencies[i] = (float) Math.pow(config.ropeTheta(), -2.0 * (i % (size / 2)) / size);
    }
    try (NativeCall call = module.call("add_frequencies")) {
      call.add(frequencies).run();
    }
  }

  /** Adds weights in the script's order. */
  private static final class Filler {

    private final NativeModule module;
    private final Checkpoint checkpoint;
    private int index;

    Filler(NativeModule module, Checkpoint checkpoint) {
      this.module = module;
      this.checkpoint = checkpoint;
    }

    // One weight of the rows of the named tensors, one below the other; columns 0: a vector.
    void weight(int columns, String... names) {
      long rows = 0;
      for (String name : names) {
        rows += checkpoint.shape(name)[0];
      }
      try (NativeCall call = module.call("add_weight")) {
        call.addHost(columns == 0 ? new long[] {rows} : new long[] {rows, columns})
            .addDevice()
            .run();
      }
      int firstRow = 0;
      for (String name : names) {
        int count = Math.toIntExact(checkpoint.shape(name)[0]);
        rows(name, Math.max(1, columns), firstRow, count);
        firstRow += count;
      }
      index++;
    }

    private void rows(String name, int columns, int firstRow, int count) {
      TensorType type = checkpoint.type(name);
      int atOnce = Math.max(1, BYTES_AT_ONCE / (columns * type.bytes()));
      for (int row = 0; row < count; row += atOnce) {
        int rows = Math.min(atOnce, count - row);
        try (NativeCall call = module.call("fill_weight")) {
          call.add(checkpoint.read(name, row, rows), type);
          call.addHost(new long[] {index, firstRow + row}).run();
        }
      }
    }
  }
}
