package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Reads the parts of a GGUF header one after another; every length is checked against what is left
 * of the file. Positions are those in the file.
 */
final class GgufCursor {

  private static final int STRING = 8;
  private static final int ARRAY = 9;
  private static final int LONGEST_NAME = 65_535;
  private static final int LONGEST_TEXT = 16 << 20;

  private final String file;
  private final ByteBuffer header;
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();

  /**
   * A string that is yet to be decoded.
   *
   * @param bytes its length and what follows
   */
  record Text(ByteBuffer bytes) {}

  /**
   * A list whose elements are yet to be decoded.
   *
   * @param type of the elements
   * @param count how many
   * @param bytes the elements
   */
  record Items(int type, int count, ByteBuffer bytes) {}

  GgufCursor(String file, ByteBuffer header) {
    this.file = file;
    this.header = header;
  }

  int position() {
    return header.position();
  }

  int uint32AsInt(String what) {
    need(4, what);
    int value = header.getInt();
    if (value < 0) {
      throw damaged(
          what + " is " + Integer.toUnsignedString(value) + ", beyond any that is read",
          position() - 4);
    }
    return value;
  }

  long uint64(String what) {
    need(8, what);
    long value = header.getLong();
    if (value < 0) {
      throw damaged(
          what + " is " + Long.toUnsignedString(value) + ", beyond any that is read",
          position() - 8);
    }
    return value;
  }

  /**
   * A count of things that take at least so many bytes each.
   *
   * @param limit the most that are read
   */
  int count(String what, int leastBytes, int limit) {
    need(8, what);
    long value = header.getLong();
    long room = header.remaining() / leastBytes;
    if (value < 0 || value > room) {
      throw damaged(
          what
              + " is "
              + Long.toUnsignedString(value)
              + ", but the file has room for "
              + room
              + " at most",
          position() - 8);
    }
    if (value > limit) {
      throw damaged(
          what + " is " + value + ", more than the " + limit + " that are read", position() - 8);
    }
    return (int) value;
  }

  /** The name of a key or of a tensor. */
  String name(String what) {
    return string(what, LONGEST_NAME);
  }

  String text(String what) {
    return string(what, LONGEST_TEXT);
  }

  private String string(String what, int longest) {
    int length = count("the length of " + what, 1, longest);
    ByteBuffer bytes = header.duplicate().limit(header.position() + length);
    try {
      String text = utf8.decode(bytes).toString();
      header.position(header.position() + length);
      return text;
    } catch (CharacterCodingException e) {
      throw damaged(what + " is not UTF-8 text", bytes.position());
    }
  }

  /**
   * A metadata value: Long, Double (single precision as its shortest decimal) or Boolean; strings
   * and lists stay in the file, as {@link Text} and {@link Items}, for few of them are ever read.
   */
  Object value(String key) {
    int type = uint32AsInt("the type of " + key);
    if (type == STRING) {
      ByteBuffer start = header.duplicate();
      skipString("the length of the value of " + key);
      return new Text(view(start));
    }
    if (type == ARRAY) {
      return items(key);
    }
    need(size(key, type), "the value of " + key);
    return scalar(key, type);
  }

  private Items items(String key) {
    int type = uint32AsInt("the element type of " + key);
    if (type == ARRAY) {
      throw new UnsupportedModelException(
          file
              + ": the metadata key "
              + key
              + " holds lists of lists, which this library does not read");
    }
    int size = size(key, type);
    int count = count("the number of elements of " + key, size, Integer.MAX_VALUE);
    ByteBuffer start = header.duplicate();
    if (type == STRING) {
      String what = "the length of an element of " + key;
      for (int i = 0; i < count; i++) {
        skipString(what);
      }
    } else {
      header.position(header.position() + count * size);
    }
    return new Items(type, count, view(start));
  }

  private void skipString(String what) {
    int length = count(what, 1, Integer.MAX_VALUE);
    header.position(header.position() + length);
  }

  /** From a start to where the cursor is, at the positions of the file. */
  private ByteBuffer view(ByteBuffer start) {
    return start.limit(header.position()).order(header.order());
  }

  /** A value of a type that is neither string nor list; of a string its text. */
  Object element(String key, int type) {
    return type == STRING ? text("an element of " + key) : scalar(key, type);
  }

  private Object scalar(String key, int type) {
    return switch (type) {
      case 0 -> (long) Byte.toUnsignedInt(header.get());
      case 1 -> (long) header.get();
      case 2 -> (long) Short.toUnsignedInt(header.getShort());
      case 3 -> (long) header.getShort();
      case 4 -> Integer.toUnsignedLong(header.getInt());
      case 5 -> (long) header.getInt();
      case 6 -> Double.parseDouble(Float.toString(header.getFloat()));
      case 7 -> flag(key, header.get());
      case 10 -> uint64("the value of " + key);
      case 11 -> header.getLong();
      default -> header.getDouble();
    };
  }

  private Boolean flag(String key, byte value) {
    if (value != 0 && value != 1) {
      throw damaged("the value of " + key + " must be 0 or 1, but was " + value, position() - 1);
    }
    return value == 1;
  }

  /** The bytes of a value; of a string, those of its length. */
  private int size(String key, int type) {
    return switch (type) {
      case 0, 1, 7 -> 1;
      case 2, 3 -> 2;
      case 4, 5, 6 -> 4;
      case STRING, 10, 11, 12 -> 8;
      default ->
          throw damaged(
              "the type of " + key + " is " + type + ", which GGUF does not define",
              position() - 4);
    };
  }

  private void need(int bytes, String what) {
    if (header.remaining() < bytes) {
      throw damaged("the header ends inside " + what, position());
    }
  }

  ModelFormatException damaged(String what, long position) {
    return new ModelFormatException(
        file
            + ": "
            + what
            + " (at byte "
            + position
            + "); the file is cut short or damaged, get it again");
  }
}
