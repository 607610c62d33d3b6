package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The header of a GGUF file: metadata, and where each tensor lies.
 *
 * @param metadata the key-values
 * @param tensors the tensors by their GGUF names
 */
record GgufHeader(GgufMetadata metadata, Map<String, Tensor> tensors) {

  private static final int MAGIC = 0x46554747; // "GGUF"

  /** Version 2 differs from 3 only in that it is never big-endian. */
  private static final Set<Integer> VERSIONS = Set.of(2, 3);

  private static final int LARGEST_HEADER = 256 << 20;
  private static final int MOST_TENSORS = 1 << 17;
  private static final int MOST_VALUES = 1 << 16;
  private static final int MOST_DIMENSIONS = 4;

  /**
   * A tensor.
   *
   * @param file where it is
   * @param type how its elements are stored
   * @param shape its sizes in Hugging Face's order, outermost first: the reverse of the file's
   * @param offset of its first byte in the file
   * @param bytes how many bytes it has
   */
  record Tensor(Bytes file, GgufType type, List<Long> shape, long offset, long bytes) {

    long[] shapeArray() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  static GgufHeader read(Bytes file) {
    GgufCursor cursor =
        new GgufCursor(file.name(), file.slice(0, (int) Math.min(file.size(), LARGEST_HEADER)));
    if (file.size() < 4 || cursor.uint32AsInt("the first word") != MAGIC) {
      throw new ModelFormatException(
          file.name() + " is not a GGUF file: it does not begin with the letters GGUF");
    }
    int version = cursor.uint32AsInt("the version");
    if (!VERSIONS.contains(version)) {
      throw new UnsupportedModelException(
          "%s is GGUF version %d%s; this library reads versions 2 and 3. Convert the model again"
              .formatted(
                  file.name(),
                  version,
                  VERSIONS.contains(Integer.reverseBytes(version))
                      ? " (or written big-endian)"
                      : ""));
    }
    int tensorCount = cursor.count("the number of tensors", 8 + 4 + 8 + 4 + 8, MOST_TENSORS);
    int valueCount = cursor.count("the number of metadata values", 8 + 4 + 1, MOST_VALUES);
    GgufMetadata metadata = new GgufMetadata(file.name(), values(cursor, valueCount));
    int alignment = metadata.integer("general.alignment", 32);
    if (alignment < 1 || alignment > 1 << 20 || Integer.bitCount(alignment) != 1) {
      throw new ModelFormatException(
          file.name()
              + ": general.alignment must be a power of two up to 1048576, but was "
              + alignment);
    }
    Map<String, Tensor> relative = tensors(file, cursor, tensorCount);
    long dataStart = align(cursor.position(), alignment);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    relative.forEach(
        (name, tensor) -> tensors.put(name, place(file, name, tensor, dataStart, alignment)));
    requireDisjoint(file, tensors);
    return new GgufHeader(metadata, tensors);
  }

  private static Map<String, Object> values(GgufCursor cursor, int count) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int start = cursor.position();
      String key = cursor.name("metadata key " + i);
      if (values.putIfAbsent(key, cursor.value(key)) != null) {
        throw cursor.damaged("the metadata key " + key + " is given twice", start);
      }
    }
    return values;
  }

  /** The tensors with their offsets as the file gives them: from the start of the data. */
  private static Map<String, Tensor> tensors(Bytes file, GgufCursor cursor, int count) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      int start = cursor.position();
      String name = cursor.name("the name of tensor " + i);
      if (tensors.putIfAbsent(name, tensor(file, cursor, name)) != null) {
        throw cursor.damaged("tensor " + name + " is given twice", start);
      }
    }
    return tensors;
  }

  private static Tensor tensor(Bytes file, GgufCursor cursor, String name) {
    int dimensions = cursor.uint32AsInt("the number of dimensions of " + name);
    if (dimensions < 1 || dimensions > MOST_DIMENSIONS) {
      throw cursor.damaged(
          "tensor "
              + name
              + " must have 1 to "
              + MOST_DIMENSIONS
              + " dimensions, but has "
              + dimensions,
          cursor.position() - 4);
    }
    List<Long> shape = new ArrayList<>();
    long elements = 1;
    for (int i = 0; i < dimensions; i++) {
      long size = cursor.uint64("a dimension of " + name);
      shape.add(0, size);
      if (size == 0 || elements > Long.MAX_VALUE / size) {
        throw cursor.damaged(
            "tensor " + name + " has an impossible dimension " + size, cursor.position() - 8);
      }
      elements *= size;
    }
    int typeId = cursor.uint32AsInt("the type of " + name);
    GgufType type =
        GgufType.of(typeId)
            .orElseThrow(
                () ->
                    new UnsupportedModelException(
                        "%s: tensor %s has type %s; this library reads %s. Choose a file in one of them"
                            .formatted(
                                file.name(), name, GgufType.nameOf(typeId), GgufType.names())));
    if (shape.get(shape.size() - 1) % type.blockElements() != 0 || elements > Long.MAX_VALUE / 64) {
      throw cursor.damaged(
          "tensor " + name + " of type " + type + " has the impossible shape " + shape,
          cursor.position() - 4);
    }
    return new Tensor(
        file,
        type,
        List.copyOf(shape),
        cursor.uint64("the offset of " + name),
        type.bytes(elements));
  }

  private static Tensor place(
      Bytes file, String name, Tensor tensor, long dataStart, int alignment) {
    long dataSize = file.size() - dataStart;
    if (tensor.offset() % alignment != 0) {
      throw new ModelFormatException(
          "%s: the offset of tensor %s must be a multiple of %d, but is %d; the file is damaged"
              .formatted(file.name(), name, alignment, tensor.offset()));
    }
    if (tensor.offset() > dataSize || tensor.bytes() > dataSize - tensor.offset()) {
      throw new ModelFormatException(
          "%s: tensor %s takes %d bytes at %d of the data, but the file holds %d; the file is cut short, get it again"
              .formatted(file.name(), name, tensor.bytes(), tensor.offset(), dataSize));
    }
    return new Tensor(
        file, tensor.type(), tensor.shape(), dataStart + tensor.offset(), tensor.bytes());
  }

  private static void requireDisjoint(Bytes file, Map<String, Tensor> tensors) {
    List<Map.Entry<String, Tensor>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, Tensor> entry) -> entry.getValue().offset()));
    long end = 0;
    for (Map.Entry<String, Tensor> entry : ordered) {
      if (entry.getValue().offset() < end) {
        throw new ModelFormatException(
            "%s: tensor %s begins at byte %d, before the tensor in front of it ends at %d: they overlap; the file is damaged"
                .formatted(file.name(), entry.getKey(), entry.getValue().offset(), end));
      }
      end = entry.getValue().offset() + entry.getValue().bytes();
    }
  }

  private static long align(long position, int alignment) {
    return (position + alignment - 1) / alignment * alignment;
  }
}
