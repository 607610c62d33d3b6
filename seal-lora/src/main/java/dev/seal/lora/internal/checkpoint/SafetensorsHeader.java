package dev.seal.lora.internal.checkpoint;

import com.google.common.primitives.Ints;
import dev.seal.api.ModelFormatException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a safetensors file: a little-endian u64 with the length of a JSON text, that text,
 * then the data. Each byte of the data belongs to exactly one tensor.
 *
 * @param metadata the {@code __metadata__} entries
 * @param tensors the tensors by name
 */
record SafetensorsHeader(Map<String, String> metadata, Map<String, Entry> tensors) {

  private static final int LARGEST_HEADER = 100_000_000;
  private static final int LENGTH_BYTES = 8;

  /**
   * A tensor.
   *
   * @param dtype the type's name in the file
   * @param shape the sizes, outermost first
   * @param offset of its first byte in the file
   * @param bytes how many bytes it has
   */
  record Entry(String dtype, List<Long> shape, long offset, long bytes) {}

  static SafetensorsHeader read(Bytes file) {
    if (file.size() < LENGTH_BYTES) {
      throw new ModelFormatException(
          "%s ends at byte %d, inside the length of its header; get the file again"
              .formatted(file.name(), file.size()));
    }
    long length = file.slice(0, LENGTH_BYTES).getLong();
    if (length < 2 || length > LARGEST_HEADER || length > file.size() - LENGTH_BYTES) {
      throw new ModelFormatException(
          "%s: the header length at byte 0 must be from 2 to %d (the file's size and the format's limit), but was %s; the file is cut short or is not safetensors"
              .formatted(
                  file.name(),
                  Math.min(LARGEST_HEADER, file.size() - LENGTH_BYTES),
                  Long.toUnsignedString(length)));
    }
    String place = file.name() + " (header)";
    JsonFields json =
        StrictJson.object(
            place, ModelFiles.utf8(place, file.slice(LENGTH_BYTES, Ints.checkedCast(length))));
    Map<String, String> metadata = new LinkedHashMap<>();
    Map<String, Entry> tensors = new LinkedHashMap<>();
    long dataStart = LENGTH_BYTES + length;
    for (String key : json.keys()) {
      JsonFields fields = json.fields(key);
      if (key.equals("__metadata__")) {
        fields.keys().forEach(name -> metadata.put(name, fields.string(name)));
      } else {
        tensors.put(key, entry(file, key, fields, dataStart));
      }
    }
    requireGapless(file, tensors, dataStart);
    return new SafetensorsHeader(metadata, tensors);
  }

  private static Entry entry(Bytes file, String name, JsonFields fields, long dataStart) {
    for (String key : fields.keys()) {
      if (!key.equals("dtype") && !key.equals("shape") && !key.equals("data_offsets")) {
        throw new ModelFormatException(
            file.name() + ": tensor " + name + " has an unknown key \"" + key + "\"");
      }
    }
    long dataSize = file.size() - dataStart;
    List<Long> shape = fields.integers("shape", 0, Long.MAX_VALUE);
    List<Long> offsets = fields.integers("data_offsets", 0, Long.MAX_VALUE);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataSize) {
      throw new ModelFormatException(
          "%s: data_offsets of tensor %s must be two positions in order and inside the %d bytes of data, but were %s; the file is cut short or damaged"
              .formatted(file.name(), name, dataSize, offsets));
    }
    String dtype = fields.string("dtype");
    long bytes = offsets.get(1) - offsets.get(0);
    int elementBytes = elementBytes(dtype);
    if (elementBytes > 0 && !holds(shape, elementBytes, bytes)) {
      throw new ModelFormatException(
          "%s: tensor %s of type %s and shape %s does not take %d bytes, as its data_offsets %s say; the file is damaged"
              .formatted(file.name(), name, dtype, shape, bytes, offsets));
    }
    return new Entry(dtype, List.copyOf(shape), dataStart + offsets.get(0), bytes);
  }

  /**
   * Whether elements of this shape take exactly this many bytes; an overflow on the way counts as
   * no.
   */
  private static boolean holds(List<Long> shape, int elementBytes, long bytes) {
    if (shape.contains(0L)) {
      return bytes == 0;
    }
    try {
      long product = elementBytes;
      for (long size : shape) {
        product = Math.multiplyExact(product, size);
      }
      return product == bytes;
    } catch (ArithmeticException e) {
      return false;
    }
  }

  /**
   * Bytes per element; 0 for a type that this version does not know, which is refused when its
   * tensor is wanted.
   */
  private static int elementBytes(String dtype) {
    return switch (dtype) {
      case "F64", "I64", "U64" -> 8;
      case "F32", "I32", "U32" -> 4;
      case "F16", "BF16", "I16", "U16" -> 2;
      case "I8", "U8", "BOOL", "F8_E4M3", "F8_E5M2" -> 1;
      default -> 0;
    };
  }

  private static void requireGapless(Bytes file, Map<String, Entry> tensors, long dataStart) {
    List<Map.Entry<String, Entry>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().offset())
            .thenComparingLong(e -> e.getValue().bytes()));
    long end = dataStart;
    for (Map.Entry<String, Entry> tensor : ordered) {
      long offset = tensor.getValue().offset();
      if (offset != end) {
        throw new ModelFormatException(
            "%s: tensor %s begins at byte %d of the file, but the tensor before it ends at %d: %s; the file is damaged"
                .formatted(
                    file.name(),
                    tensor.getKey(),
                    offset,
                    end,
                    offset < end ? "they overlap" : "there is a hole"));
      }
      end += tensor.getValue().bytes();
    }
    if (end != file.size()) {
      throw new ModelFormatException(
          file.name()
              + ": the last tensor ends at byte "
              + end
              + " of "
              + file.size()
              + "; the file is damaged");
    }
  }
}
