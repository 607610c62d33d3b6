package dev.seal.lora.internal.checkpoint;

import com.google.errorprone.annotations.Immutable;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How GGUF stores the elements of a tensor: one by one, or in blocks that share a scale. */
enum GgufType {
  F32(0, 1, 4, TensorType.F32, null),
  F16(1, 1, 2, TensorType.F16, null),
  Q4_0(2, 32, 18, TensorType.F32, GgufBlocks::q4Zero),
  Q4_1(3, 32, 20, TensorType.F32, GgufBlocks::q4One),
  Q5_0(6, 32, 22, TensorType.F32, GgufBlocks::q5Zero),
  Q5_1(7, 32, 24, TensorType.F32, GgufBlocks::q5One),
  Q8_0(8, 32, 34, TensorType.F32, GgufBlocks::q8Zero),
  Q4_K(12, 256, 144, TensorType.F32, GgufBlocks::q4K),
  Q5_K(13, 256, 176, TensorType.F32, GgufBlocks::q5K),
  Q6_K(14, 256, 210, TensorType.F32, GgufBlocks::q6K),
  BF16(30, 1, 2, TensorType.BF16, null);

  @Immutable
  private interface Unpacking {
    void unpack(byte[] block, float[] values);
  }

  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(9, "Q8_1"),
          Map.entry(10, "Q2_K"),
          Map.entry(11, "Q3_K"),
          Map.entry(15, "Q8_K"),
          Map.entry(16, "IQ2_XXS"),
          Map.entry(17, "IQ2_XS"),
          Map.entry(18, "IQ3_XXS"),
          Map.entry(19, "IQ1_S"),
          Map.entry(20, "IQ4_NL"),
          Map.entry(21, "IQ3_S"),
          Map.entry(22, "IQ2_S"),
          Map.entry(23, "IQ4_XS"),
          Map.entry(24, "I8"),
          Map.entry(25, "I16"),
          Map.entry(26, "I32"),
          Map.entry(27, "I64"),
          Map.entry(28, "F64"),
          Map.entry(29, "IQ1_M"),
          Map.entry(34, "TQ1_0"),
          Map.entry(35, "TQ2_0"),
          Map.entry(39, "MXFP4"));

  private final int id;
  private final int blockElements;
  private final int blockBytes;
  private final TensorType decoded;
  private final @Nullable Unpacking unpacking;

  GgufType(
      int id,
      int blockElements,
      int blockBytes,
      TensorType decoded,
      @Nullable Unpacking unpacking) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.decoded = decoded;
    this.unpacking = unpacking;
  }

  static Optional<GgufType> of(int id) {
    for (GgufType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The names of all types, for messages. */
  static String names() {
    return Arrays.stream(values()).map(GgufType::name).collect(Collectors.joining(", "));
  }

  /** The name of the number of a type that is not read, for messages. */
  static String nameOf(int id) {
    return OTHERS.getOrDefault(id, "number " + id);
  }

  int blockElements() {
    return blockElements;
  }

  boolean quantised() {
    return unpacking != null;
  }

  /** What {@link #decode} writes. */
  TensorType decoded() {
    return decoded;
  }

  /** The bytes of so many elements, a multiple of a block. */
  long bytes(long elements) {
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  /** Appends whole blocks of elements as {@link #decoded()}. */
  void decode(ByteBuffer source, int at, int elements, ByteBuffer target) {
    if (unpacking == null) {
      target.put(source.slice(at, elements * blockBytes));
      return;
    }
    byte[] block = new byte[blockBytes];
    float[] values = new float[blockElements];
    FloatBuffer floats = target.asFloatBuffer();
    for (int i = 0; i < elements / blockElements; i++) {
      source.get(at + i * blockBytes, block);
      unpacking.unpack(block, values);
      floats.put(values);
    }
    target.position(target.position() + elements * Float.BYTES);
  }
}
