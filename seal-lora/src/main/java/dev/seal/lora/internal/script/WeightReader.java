package dev.seal.lora.internal.script;

import ai.djl.ndarray.NDArray;
import dev.seal.lora.internal.checkpoint.Floats;
import dev.seal.lora.internal.checkpoint.FolderWriter;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.checkpoint.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a model's weights out of the script again, a few rows at a time. */
public final class WeightReader implements FolderWriter.Weights {

  private static final int BYTES_AT_ONCE = 4 << 20;

  private final NativeModule module;
  private final Map<String, long[]> shapes;
  private final Map<String, Place> places = new HashMap<>();

  /** The script's weight that a tensor is in, and its first row there. */
  private record Place(int index, int firstRow) {}

  public WeightReader(NativeModule module, ModelConfig config) {
    this.module = module;
    this.shapes = ModelTensors.shapes(config);
    List<List<String>> order = WeightOrder.of(config);
    for (int index = 0; index < order.size(); index++) {
      int row = 0;
      for (String name : order.get(index)) {
        places.put(name, new Place(index, row));
        row += (int) shape(name)[0];
      }
    }
  }

  @Override
  public TensorType type() {
    return module.precision().tensorType();
  }

  @Override
  public void write(String name, WritableByteChannel out) throws IOException {
    Place place = places.get(name);
    if (place == null) {
      throw new IllegalArgumentException("the model has no tensor " + name);
    }
    long[] shape = shape(name);
    long rowBytes = (shape.length == 1 ? 1 : shape[1]) * Float.BYTES;
    long atOnce = Math.max(1, BYTES_AT_ONCE / rowBytes);
    // What is packed is unpacked once, not for each piece.
    try (NativeCall call = module.call("plain_weight")) {
      NDArray weight = call.addHost(new long[] {place.index()}).run().get(0);
      for (long row = 0; row < shape[0]; row += atOnce) {
        long rows = Math.min(atOnce, shape[0] - row);
        try (NativeCall piece = module.call("rows_of")) {
          piece.add(weight).addHost(new long[] {place.firstRow() + row, rows});
          // Native memory, there until the call is closed; DJL knows no bf16.
          ByteBuffer values = piece.run().get(0).toByteBuffer(true);
          out.write(type() == TensorType.BF16 ? Floats.cutToBf16(values) : values);
        }
      }
    }
  }

  private long[] shape(String name) {
    return shapes.getOrDefault(name, new long[] {0});
  }
}
