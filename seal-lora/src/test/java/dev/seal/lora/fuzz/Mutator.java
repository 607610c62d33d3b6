package dev.seal.lora.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Damages files, as drawn from a seed. */
final class Mutator {

  private static final long[] NUMBERS = {
    0,
    1,
    2,
    9,
    255,
    65_536,
    Integer.MAX_VALUE,
    1L << 31,
    (1L << 32) - 1,
    1L << 32,
    1L << 40,
    1L << 61,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1
  };

  private static final String[] JSON_VALUES = {
    "0", "-1", "1", "0.5", "1e999", "-1e999", "2147483647", "2147483648", "9223372036854775808",
    "123456789012345678901234567890", "null", "true", "false", "\"\"", "\"x\"", "\"\\ud800\"",
        "\"\\u0000\"", "[]",
    "{}", "[null]", "[[]]", "{\"\":0}"
  };

  private static final Pattern JSON_TOKEN =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|-?[0-9][0-9.eE+-]*+|true|false|null");

  private final SplittableRandom random;

  Mutator(long seed) {
    random = new SplittableRandom(seed);
  }

  /** One to three changes to a file of numbers; most of them within its first bytes. */
  byte[] binary(byte[] original, int headerBytes) {
    byte[] bytes = original;
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      bytes = binaryOnce(bytes, headerBytes);
    }
    return bytes;
  }

  private byte[] binaryOnce(byte[] bytes, int headerBytes) {
    if (bytes.length < 9) {
      return bytes;
    }
    int near = Math.min(bytes.length, random.nextInt(10) < 8 ? headerBytes : bytes.length);
    int at = random.nextInt(near - 8);
    byte[] changed = bytes.clone();
    switch (random.nextInt(8)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> changed[at] = (byte) random.nextInt(256);
      case 2 ->
          ByteBuffer.wrap(changed)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(at, (int) NUMBERS[random.nextInt(NUMBERS.length)]);
      case 3 ->
          ByteBuffer.wrap(changed)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(at, NUMBERS[random.nextInt(NUMBERS.length)]);
      case 4 -> changed = Arrays.copyOf(bytes, at);
      case 5 -> changed = Arrays.copyOf(bytes, bytes.length + random.nextInt(1, 100));
      case 6 -> changed = cut(bytes, at, at + random.nextInt(1, 9), new byte[0]);
      default -> {
        int end = Math.min(bytes.length, at + random.nextInt(1, 64));
        changed = cut(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
      }
    }
    return changed;
  }

  /** One to three changes to a text with the words of JSON. */
  String json(String original) {
    String text = original;
    for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
      text = jsonOnce(text);
    }
    return text;
  }

  private String jsonOnce(String text) {
    List<MatchResult> tokens = new ArrayList<>();
    JSON_TOKEN.matcher(text).results().forEach(tokens::add);
    if (tokens.isEmpty() || random.nextInt(4) == 0) {
      return text(text);
    }
    MatchResult token = tokens.get(random.nextInt(tokens.size()));
    String replacement =
        switch (random.nextInt(6)) {
          case 0 -> tokens.get(random.nextInt(tokens.size())).group();
          case 1 -> "[".repeat(random.nextInt(1, 20_000));
          case 2 -> "[".repeat(200) + "]".repeat(200);
          case 3 -> '"' + "x".repeat(random.nextInt(1, 50_000)) + '"';
          default -> JSON_VALUES[random.nextInt(JSON_VALUES.length)];
        };
    return text.substring(0, token.start()) + replacement + text.substring(token.end());
  }

  /** One change to any text. */
  String text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new String(binaryOnce(bytes, bytes.length), StandardCharsets.ISO_8859_1);
  }

  /** True once in so many draws. */
  boolean oneIn(int draws) {
    return random.nextInt(draws) == 0;
  }

  private static byte[] cut(byte[] bytes, int from, int to, byte[] replacement) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(replacement);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }
}
