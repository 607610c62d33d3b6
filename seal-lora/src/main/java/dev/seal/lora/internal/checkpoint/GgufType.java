package dev.seal.lora.internal.checkpoint;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/** How GGUF stores the elements of a tensor: one by one, or in blocks of 32 that share a scale. */
enum GgufType {
  F32(0, 1, 4, TensorType.F32),
  F16(1, 1, 2, TensorType.F16),
  /**
   * Scale d and minimum m as halves, then 16 bytes: element i is d q + m, i from 0 in the low
   * nibbles, from 16 in the high ones.
   */
  Q4_1(3, 32, 20, TensorType.F32) {
    @Override
    void decodeBlock(ByteBuffer source, int at, ByteBuffer target) {
      float d = Floats.half(source.getShort(at));
      float m = Floats.half(source.getShort(at + 2));
      for (int i = 0; i < 16; i++) {
        target.putFloat((source.get(at + 4 + i) & 0xf) * d + m);
      }
      for (int i = 0; i < 16; i++) {
        target.putFloat(((source.get(at + 4 + i) >> 4) & 0xf) * d + m);
      }
    }
  },
  /** Scale d as a half, then 32 signed bytes: element i is d q. */
  Q8_0(8, 32, 34, TensorType.F32) {
    @Override
    void decodeBlock(ByteBuffer source, int at, ByteBuffer target) {
      float d = Floats.half(source.getShort(at));
      for (int i = 0; i < 32; i++) {
        target.putFloat(source.get(at + 2 + i) * d);
      }
    }
  },
  BF16(30, 1, 2, TensorType.BF16);

  private static final Map<Integer, String> OTHERS =
      Map.ofEntries(
          Map.entry(2, "Q4_0"),
          Map.entry(6, "Q5_0"),
          Map.entry(7, "Q5_1"),
          Map.entry(9, "Q8_1"),
          Map.entry(10, "Q2_K"),
          Map.entry(11, "Q3_K"),
          Map.entry(12, "Q4_K"),
          Map.entry(13, "Q5_K"),
          Map.entry(14, "Q6_K"),
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

  GgufType(int id, int blockElements, int blockBytes, TensorType decoded) {
    this.id = id;
    this.blockElements = blockElements;
    this.blockBytes = blockBytes;
    this.decoded = decoded;
  }

  static Optional<GgufType> of(int id) {
    for (GgufType type : values()) {
      if (type.id == id) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** The name of a type's number, for messages. */
  static String nameOf(int id) {
    return of(id).map(GgufType::name).orElse(OTHERS.getOrDefault(id, "number " + id));
  }

  int blockElements() {
    return blockElements;
  }

  boolean quantised() {
    return blockElements > 1;
  }

  /** What {@link #decode} writes. */
  TensorType decoded() {
    return decoded;
  }

  /** The bytes of so many elements, a multiple of a block. */
  long bytes(long elements) {
    return Math.multiplyExact(elements / blockElements, (long) blockBytes);
  }

  /** Appends elements as {@link #decoded()}. */
  void decode(ByteBuffer source, int at, int elements, ByteBuffer target) {
    if (!quantised()) {
      target.put(source.slice(at, elements * blockBytes));
      return;
    }
    for (int block = 0; block < elements / blockElements; block++) {
      decodeBlock(source, at + block * blockBytes, target);
    }
  }

  void decodeBlock(ByteBuffer source, int at, ByteBuffer target) {
    throw new IllegalStateException(this + " has no blocks");
  }
}
