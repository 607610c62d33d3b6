package dev.seal.lora.internal.checkpoint;

import java.nio.ByteBuffer;

/** Widens stored numbers to float; every value of the short types has an exact one. */
public final class Floats {

  private Floats() {}

  /** All elements of a little-endian buffer. */
  public static float[] widen(ByteBuffer bytes, TensorType type) {
    float[] values = new float[bytes.remaining() / type.bytes()];
    int start = bytes.position();
    for (int i = 0; i < values.length; i++) {
      int at = start + i * type.bytes();
      values[i] =
          switch (type) {
            case F32 -> bytes.getFloat(at);
            case F16 -> half(bytes.getShort(at));
            case BF16 -> Float.intBitsToFloat(bytes.getShort(at) << 16);
          };
    }
    return values;
  }

  /**
   * Cuts a little-endian buffer of f32 numbers down to bf16, in its own memory; for numbers that
   * were bf16 before, so that nothing but zeros is cut off.
   */
  public static ByteBuffer cutToBf16(ByteBuffer floats) {
    int elements = floats.remaining() / Float.BYTES;
    for (int i = 0; i < elements; i++) {
      floats.putShort(i * Short.BYTES, (short) (floats.getInt(i * Float.BYTES) >>> 16));
    }
    return floats.slice(0, elements * Short.BYTES);
  }

  /** An IEEE 754 half: 1 bit of sign, 5 of exponent, 10 of fraction. */
  static float half(short bits) {
    int sign = (bits & 0x8000) << 16;
    int exponent = (bits >> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | (wide << 23) | (fraction << 13));
  }
}
