package dev.seal.lora.internal.checkpoint;

import com.google.common.primitives.Ints;

/**
 * Unpacks the blocks of GGUF's quantised types. Each method takes one block and fills as many
 * floats as it holds; products and sums are in single precision and in the order in which ggml's
 * reference computes them, so that the results are equal bit for bit.
 *
 * <p>In blocks of 32 elements, byte i of the nibbles has element i in its low half and element 16 +
 * i in its high half. In blocks of 256 they are laid out group by group, as said at each.
 */
final class GgufBlocks {

  private GgufBlocks() {}

  /** Scale d as a half, 16 bytes of nibbles: (q - 8) d. */
  static void q4Zero(byte[] block, float[] values) {
    float d = half(block, 0);
    for (int i = 0; i < 16; i++) {
      values[i] = (low(block[2 + i]) - 8) * d;
      values[16 + i] = (high(block[2 + i]) - 8) * d;
    }
  }

  /** Scale d and minimum m as halves, 16 bytes of nibbles: q d + m. */
  static void q4One(byte[] block, float[] values) {
    float d = half(block, 0);
    float m = half(block, 2);
    for (int i = 0; i < 16; i++) {
      values[i] = low(block[4 + i]) * d + m;
      values[16 + i] = high(block[4 + i]) * d + m;
    }
  }

  /** Scale d as a half, 32 fifth bits, 16 bytes of nibbles: (q - 16) d. */
  static void q5Zero(byte[] block, float[] values) {
    float d = half(block, 0);
    int fifth = int32(block, 2);
    for (int i = 0; i < 16; i++) {
      values[i] = (low(block[6 + i]) + fifthBit(fifth, i) - 16) * d;
      values[16 + i] = (high(block[6 + i]) + fifthBit(fifth, 16 + i) - 16) * d;
    }
  }

  /** Scale d and minimum m as halves, 32 fifth bits, 16 bytes of nibbles: q d + m. */
  static void q5One(byte[] block, float[] values) {
    float d = half(block, 0);
    float m = half(block, 2);
    int fifth = int32(block, 4);
    for (int i = 0; i < 16; i++) {
      values[i] = (low(block[8 + i]) + fifthBit(fifth, i)) * d + m;
      values[16 + i] = (high(block[8 + i]) + fifthBit(fifth, 16 + i)) * d + m;
    }
  }

  /** Scale d as a half, 32 signed bytes: q d. */
  static void q8Zero(byte[] block, float[] values) {
    float d = half(block, 0);
    for (int i = 0; i < 32; i++) {
      values[i] = block[2 + i] * d;
    }
  }

  /**
   * Scale d and scale of minima m as halves, 12 bytes with 8 scales s and 8 minima n of 6 bits, 128
   * bytes of nibbles: q (d s) - m n. 32 bytes at a time have 32 elements in their low halves and
   * the next 32 in their high ones; each 32 elements have a scale and a minimum.
   */
  static void q4K(byte[] block, float[] values) {
    float d = half(block, 0);
    float m = half(block, 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(block, 4, group);
      float minimum = m * minimum(block, 4, group);
      int from = 16 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int i = 0; i < 32; i++) {
        values[group * 32 + i] = scale * low(block[from + i] >> shift) - minimum;
      }
    }
  }

  /**
   * As {@link #q4K}, with 32 bytes between scales and nibbles: bit j of byte i is the fifth bit of
   * element 32 j + i.
   */
  static void q5K(byte[] block, float[] values) {
    float d = half(block, 0);
    float m = half(block, 2);
    for (int group = 0; group < 8; group++) {
      float scale = d * scale(block, 4, group);
      float minimum = m * minimum(block, 4, group);
      int from = 48 + group / 2 * 32;
      int shift = group % 2 * 4;
      for (int i = 0; i < 32; i++) {
        int q = low(block[from + i] >> shift) + fifthBit(block[16 + i], group);
        values[group * 32 + i] = scale * q - minimum;
      }
    }
  }

  /**
   * 128 bytes with the low four bits, 64 with the high two, 16 signed scales s, and scale d as a
   * half: (q - 32) (d s). Each half of the block has 64 bytes of low bits, 64 elements in the low
   * nibbles and 64 in the high ones, and 32 bytes of high bits, 32 elements in each two bits; each
   * 16 elements have a scale.
   */
  static void q6K(byte[] block, float[] values) {
    float d = half(block, 208);
    for (int group = 0; group < 16; group++) {
      float scale = d * block[192 + group];
      int half = group / 8;
      int quarter = group % 8 / 2;
      int low = half * 64 + quarter % 2 * 32 + group % 2 * 16;
      int high = 128 + half * 32 + group % 2 * 16;
      for (int i = 0; i < 16; i++) {
        int q =
            low(block[low + i] >> (quarter / 2 * 4))
                + (((block[high + i] >> (quarter * 2)) & 3) << 4);
        values[group * 16 + i] = scale * (q - 32);
      }
    }
  }

  // Six bits each: of the first four scales and minima the low bits of bytes 0 to 7; of the last
  // four the nibbles of bytes 8 to 11, with the two high bits left over in bytes 0 to 7.

  private static int scale(byte[] block, int at, int group) {
    return group < 4
        ? block[at + group] & 0x3f
        : low(block[at + 4 + group]) + ((block[at + group - 4] >> 2) & 0x30);
  }

  private static int minimum(byte[] block, int at, int group) {
    return group < 4
        ? block[at + 4 + group] & 0x3f
        : high(block[at + 4 + group]) + ((block[at + group] >> 2) & 0x30);
  }

  private static int low(int bits) {
    return bits & 0xf;
  }

  private static int high(int bits) {
    return (bits >> 4) & 0xf;
  }

  /** The bit at a position, as the fifth of a number. */
  private static int fifthBit(int bits, int position) {
    return ((bits >> position) & 1) << 4;
  }

  private static float half(byte[] block, int at) {
    return Floats.half((short) ((block[at] & 0xff) | (block[at + 1] << 8)));
  }

  private static int int32(byte[] block, int at) {
    return Ints.fromBytes(block[at + 3], block[at + 2], block[at + 1], block[at]);
  }
}
