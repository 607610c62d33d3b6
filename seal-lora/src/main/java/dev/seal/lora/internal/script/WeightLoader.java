package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.seal.api.ModelFormatException;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings a checkpoint's weights into the script, and tells them apart from others. */
public final class WeightLoader {

  private static final int BYTES_AT_ONCE = 1 << 20;
  private static final int SAMPLES = 4096;

  private WeightLoader() {}

  /**
   * Loads a model.
   *
   * @return the module, owned by the caller
   * @throws ModelFormatException if a weight is not a finite number in the precision that it is
   *     loaded in
   */
  public static NativeModule load(Checkpoint checkpoint, Device device, Precision precision) {
    ModelConfig config = checkpoint.config();
    boolean packs = !device.isGpu() && Processor.packs(precision);
    NativeModule module = NativeModule.load(device, precision, packs, attributes(config));
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
   * @return the module, owned by the caller
   */
  public static NativeModule merge(NativeModule module, ModelConfig config) {
    NativeModule merged =
        NativeModule.load(module.device(), module.precision(), module.packs(), attributes(config));
    module.pack();
    try (NativeCall call = module.call("merged_weights");
        NativeCall other = module.call("unchanged_packed")) {
      NDList weights = call.addDevice().run();
      NDList packed = other.addDevice().run();
      try (NativeCall take = merged.call("take_weights")) {
        take.add(new ArrayList<NDArray>(weights)).add(new ArrayList<NDArray>(packed)).run();
      }
      return merged;
    } catch (Throwable t) {
      merged.close();
      throw t;
    }
  }

  /** A SHA-256 over the model's sizes and evenly spaced values of every weight, rounded to bf16. */
  public static String fingerprint(NativeModule module, ModelConfig config) {
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
        .putDouble(config.rotary().theta());
    for (int index = 0; index < WeightOrder.of(config).size(); index++) {
      try (NativeCall call = module.call("sample_weight")) {
        for (float value : call.addHost(new long[] {index, SAMPLES}).run().get(0).toFloatArray()) {
          hasher.putFloat(value);
        }
      }
    }
    return hasher.hash().toString();
  }

  private static Map<String, Object> attributes(ModelConfig config) {
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
    ModelConfig config = checkpoint.config();
    Filler filler = new Filler(module, checkpoint);
    List<List<String>> order = WeightOrder.of(config);
    for (int index = 0; index < order.size(); index++) {
      if (index == WeightOrder.FREQUENCIES) {
        addFrequencies(module, config);
      } else if (index == WeightOrder.HEAD && config.tiedEmbeddings()) {
        try (NativeCall call = module.call("add_tied_head")) {
          call.addDevice().run();
        }
      } else {
        filler.weight(index, order.get(index));
      }
    }
  }

  // Both halves of a head turn at the same frequencies.
  private static void addFrequencies(NativeModule module, ModelConfig config) {
    double[] pairs = config.rotary().frequencies(config.headSize());
    float[] frequencies = new float[config.headSize()];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = (float) pairs[i % pairs.length];
    }
    try (NativeCall call = module.call("add_frequencies")) {
      call.add(frequencies).run();
    }
  }

  /** Adds weights in the script's order. */
  private static final class Filler {

    private final NativeModule module;
    private final Checkpoint checkpoint;
    // One buffer for all weights: direct memory goes back only when the collector runs.
    private ByteBuffer staging =
        ByteBuffer.allocateDirect(BYTES_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);

    Filler(NativeModule module, Checkpoint checkpoint) {
      this.module = module;
      this.checkpoint = checkpoint;
    }

    // The rows of the named tensors, one below the other.
    void weight(int index, List<String> names) {
      long rows = 0;
      long columns = 0;
      for (String name : names) {
        long[] shape = checkpoint.shape(name);
        rows += shape[0];
        columns = shape.length == 1 ? 0 : shape[1];
      }
      try (NativeCall call = module.call("add_weight")) {
        call.addHost(columns == 0 ? new long[] {rows} : new long[] {rows, columns})
            .addDevice()
            .run();
      }
      int firstRow = 0;
      for (String name : names) {
        int count = Math.toIntExact(checkpoint.shape(name)[0]);
        rows(name, Math.max(1, Math.toIntExact(columns)), index, firstRow, count);
        firstRow += count;
      }
    }

    private void rows(String name, int columns, int index, int firstRow, int count) {
      TensorType type = checkpoint.type(name);
      int atOnce = Math.max(1, BYTES_AT_ONCE / (columns * type.bytes()));
      int bytes = Math.multiplyExact(Math.min(atOnce, count), columns * type.bytes());
      if (staging.capacity() < bytes) {
        staging = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
      }
      for (int row = 0; row < count; row += atOnce) {
        int rows = Math.min(atOnce, count - row);
        try (NativeCall call = module.call("fill_weight")) {
          checkpoint.read(name, row, rows, staging.clear());
          call.add(staging.flip(), type);
          float[] range =
              call.addHost(new long[] {index, firstRow + row}).run().get(0).toFloatArray();
          requireFinite(name, row, rows, range);
        }
      }
    }

    // One such value spreads to every answer and every gradient.
    private void requireFinite(String name, int row, int rows, float[] range) {
      for (float value : range) {
        if (!Float.isFinite(value)) {
          throw new ModelFormatException(
              "%s: tensor %s has a value that is not a finite number (%s) in rows %d to %d, counted from 0; get the file again"
                  .formatted(checkpoint.fileOf(name), name, value, row, row + rows - 1));
        }
      }
    }
  }
}
