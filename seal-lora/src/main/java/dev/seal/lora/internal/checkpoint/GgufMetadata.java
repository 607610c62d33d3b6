package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a GGUF file, read by type; whatever does not fit is refused by file, key and
 * value.
 *
 * @param file the file, as messages name it
 * @param values the values by key, as {@link GgufCursor#value} makes them
 */
record GgufMetadata(String file, Map<String, Object> values) {

  private static final int LONGEST_LIST = 1 << 21;

  boolean has(String key) {
    return values.containsKey(key);
  }

  Set<String> keys() {
    return values.keySet();
  }

  /** The value for messages, cut where it is long. */
  String text(String key) {
    @Nullable Object value = values.get(key);
    if (value instanceof GgufCursor.Items items) {
      return "a list of " + items.count();
    }
    String text = value instanceof GgufCursor.Text ? string(key) : String.valueOf(value);
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  int integer(String key) {
    if (required(key) instanceof Long value && value >= 0 && value <= Integer.MAX_VALUE) {
      return value.intValue();
    }
    throw wrong(key, "a whole number from 0 to " + Integer.MAX_VALUE);
  }

  int integer(String key, int absent) {
    return has(key) ? integer(key) : absent;
  }

  double number(String key) {
    if (required(key) instanceof Double value) {
      return value;
    }
    throw wrong(key, "a floating-point number");
  }

  double number(String key, double absent) {
    return has(key) ? number(key) : absent;
  }

  boolean flag(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    if (values.get(key) instanceof Boolean value) {
      return value;
    }
    throw wrong(key, "true or false");
  }

  String string(String key) {
    if (required(key) instanceof GgufCursor.Text value) {
      return cursor(value.bytes()).text("the value of " + key);
    }
    throw wrong(key, "a string");
  }

  Optional<String> optionalString(String key) {
    return has(key) ? Optional.of(string(key)) : Optional.empty();
  }

  List<String> strings(String key) {
    return list(key, String.class, "a list of strings");
  }

  List<Long> integers(String key) {
    return list(key, Long.class, "a list of whole numbers");
  }

  List<Double> numbers(String key) {
    return list(key, Double.class, "a list of floating-point numbers");
  }

  private <T> List<T> list(String key, Class<T> type, String expected) {
    if (!(required(key) instanceof GgufCursor.Items items)) {
      throw wrong(key, expected);
    }
    if (items.count() > LONGEST_LIST) {
      throw wrong(key, expected + " of at most " + LONGEST_LIST);
    }
    GgufCursor cursor = cursor(items.bytes());
    List<T> list = new ArrayList<>(items.count());
    for (int i = 0; i < items.count(); i++) {
      Object element = cursor.element(key, items.type());
      if (!type.isInstance(element)) {
        throw wrong(key, expected);
      }
      list.add(type.cast(element));
    }
    return list;
  }

  private GgufCursor cursor(ByteBuffer bytes) {
    return new GgufCursor(file, bytes.duplicate().order(bytes.order()));
  }

  private Object required(String key) {
    @Nullable Object value = values.get(key);
    if (value == null) {
      throw new ModelFormatException(
          file + " has no metadata key " + key + ", which it must have; get the file again");
    }
    return value;
  }

  private ModelFormatException wrong(String key, String expected) {
    return new ModelFormatException(
        file
            + ": the metadata key "
            + key
            + " must be "
            + expected
            + ", but was "
            + text(key)
            + "; get the file again");
  }
}
