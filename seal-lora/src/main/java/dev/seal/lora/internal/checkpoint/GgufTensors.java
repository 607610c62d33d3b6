package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.TargetModule;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tensors of a GGUF model under Hugging Face's names, in its shapes and in its order of rows.
 */
final class GgufTensors {

  private final String model;
  private final ModelConfig config;
  private final Map<String, GgufHeader.Tensor> tensors = new LinkedHashMap<>();
  private final Set<String> permuted = new HashSet<>();

  /**
   * Checks that they are those of a configuration.
   *
   * @param model the model, as messages name it
   * @param found the tensors by their GGUF names
   */
  GgufTensors(String model, Map<String, GgufHeader.Tensor> found, ModelConfig config) {
    this.model = model;
    this.config = config;
    Map<String, long[]> shapes = ModelTensors.shapes(config);
    Set<String> unknown = new HashSet<>(found.keySet());
    unknown.remove(GgufNames.ROTARY_DIVISORS);
    GgufNames.byHuggingFaceName(config)
        .forEach(
            (name, ggufName) -> {
              GgufHeader.Tensor tensor = found.get(ggufName);
              if (tensor == null) {
                throw new ModelFormatException(
                    model
                        + " lacks tensor "
                        + ggufName
                        + ", which its metadata calls for; get the file again");
              }
              check(ggufName, tensor, shapes.getOrDefault(name, new long[0]));
              tensors.put(name, tensor);
              unknown.remove(ggufName);
            });
    if (!unknown.isEmpty()) {
      throw new UnsupportedModelException(
          "%s: tensor %s is not part of a plain %s model; choose another model"
              .formatted(
                  model,
                  unknown.stream().sorted().findFirst().orElse(""),
                  config.architecture().id()));
    }
    if (config.architecture() == Architecture.LLAMA) {
      addPermuted();
    }
  }

  private void addPermuted() {
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : List.of(TargetModule.Q_PROJ, TargetModule.K_PROJ)) {
        permuted.add(ModelTensors.matrix(layer, module));
        permuted.add(ModelTensors.bias(layer, module));
      }
    }
  }

  private void check(String name, GgufHeader.Tensor tensor, long[] expected) {
    if (!Arrays.equals(tensor.shapeArray(), expected)) {
      throw new ModelFormatException(
          "%s: tensor %s has shape %s, but the metadata calls for %s (both outermost first); get the file again"
              .formatted(tensor.file().name(), name, tensor.shape(), Arrays.toString(expected)));
    }
    if (expected.length == 1 && tensor.type().quantised()) {
      throw new UnsupportedModelException(
          "%s: the vector %s has type %s; this library reads vectors in F32, F16 and BF16"
              .formatted(tensor.file().name(), name, tensor.type()));
    }
  }

  /** The file that a tensor is in, as messages name it. */
  String fileOf(String name) {
    return tensor(name).file().name();
  }

  Set<String> names() {
    return tensors.keySet();
  }

  GgufHeader.Tensor tensor(String name) {
    GgufHeader.Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(model + " has no tensor " + name);
    }
    return tensor;
  }

  void read(String name, int firstRow, int rows, ByteBuffer target) {
    GgufHeader.Tensor tensor = tensor(name);
    GgufType type = tensor.type();
    Rows range = Rows.of(name, tensor.shapeArray(), firstRow, rows);
    int rowBytes = Math.toIntExact(type.bytes(range.columns()));
    if (permuted.contains(name)) {
      readPermuted(tensor, range, rowBytes, target);
    } else if (type.quantised()) {
      ByteBuffer source = bytes(tensor, firstRow, rows, rowBytes);
      type.decode(source, 0, Math.toIntExact(rows * range.columns()), target);
    } else {
      int length = range.bytes(type.decoded().bytes());
      tensor
          .file()
          .read(
              tensor.offset() + (long) firstRow * rowBytes,
              target.slice(target.position(), length));
      target.position(target.position() + length);
    }
  }

  private static ByteBuffer bytes(GgufHeader.Tensor tensor, int firstRow, int rows, int rowBytes) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(rows, rowBytes)).order(ByteOrder.LITTLE_ENDIAN);
    tensor.file().read(tensor.offset() + (long) firstRow * rowBytes, bytes);
    return bytes.flip();
  }

  /**
   * Rows of q and k as Hugging Face has them, (head, half, pair), where GGUF has (head, pair, half)
   * in models of architecture llama: there the two numbers that rotary positions turn together are
   * neighbours.
   */
  private void readPermuted(GgufHeader.Tensor tensor, Rows range, int rowBytes, ByteBuffer target) {
    int headSize = config.headSize();
    int end = range.first() + range.count();
    for (int row = range.first(); row < end; ) {
      int head = row / headSize;
      ByteBuffer source = bytes(tensor, head * headSize, headSize, rowBytes);
      for (; row < end && row / headSize == head; row++) {
        int half = row % headSize / (headSize / 2);
        int pair = row % (headSize / 2);
        tensor.type().decode(source, (2 * pair + half) * rowBytes, (int) range.columns(), target);
      }
    }
  }
}
