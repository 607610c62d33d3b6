package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Python's values: {@link String}, {@link Long}, {@link Double}, {@link Boolean}, {@link None},
 * {@link List}, {@link Tuple}, {@link Map}, {@link Series}, {@link Namespace}, {@link Function},
 * {@link Loop} and Jinja's {@link Undefined}.
 */
final class Values {

  private static final int LONGEST = 1 << 24;

  private Values() {}

  /** A value of Java as one of these. */
  static Object of(String name, @Nullable Object value) {
    if (value == null) {
      return None.NONE;
    }
    if (value instanceof String
        || value instanceof Boolean
        || value instanceof Long
        || value instanceof Double
        || value instanceof Function) {
      return value;
    }
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof List<?> list) {
      List<Object> items = new ArrayList<>();
      list.forEach(item -> items.add(of(name, item)));
      return items;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> items = new LinkedHashMap<>();
      map.forEach((key, item) -> items.put(of(name, key), of(name, item)));
      return items;
    }
    throw new IllegalArgumentException(
        "the template variable \""
            + name
            + "\" must be text, a number, true or false, a list or a map, but was a "
            + value.getClass().getName());
  }

  static String typeOf(Object value) {
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Boolean) {
      return "a truth value";
    }
    if (value instanceof Number) {
      return "a number";
    }
    if (value instanceof List) {
      return "a list";
    }
    if (value instanceof Tuple) {
      return "a tuple";
    }
    if (value instanceof Map) {
      return "a dict";
    }
    if (value instanceof Series series) {
      return series.type();
    }
    if (value instanceof Namespace) {
      return "a namespace";
    }
    if (value instanceof Loop) {
      return "loop";
    }
    return value instanceof None ? "none" : value instanceof Undefined ? "nothing" : "a function";
  }

  static boolean isTrue(Object value) {
    if (value instanceof Boolean truth) {
      return truth;
    }
    if (value instanceof Number number) {
      return number.doubleValue() != 0;
    }
    if (value instanceof String text) {
      return !text.isEmpty();
    }
    if (value instanceof List<?> list) {
      return !list.isEmpty();
    }
    if (value instanceof Tuple tuple) {
      return !tuple.items().isEmpty();
    }
    if (value instanceof Map<?, ?> map) {
      return !map.isEmpty();
    }
    if (value instanceof Series series) {
      return series.isTrue();
    }
    return !(value instanceof None || value instanceof Undefined);
  }

  /** Python's {@code str}. */
  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    return value instanceof Undefined ? "" : quoted(value);
  }

  /** Python's {@code repr}. */
  static String quoted(Object value) {
    if (value instanceof String text) {
      return Strings.quoted(text);
    }
    if (value instanceof Boolean truth) {
      return truth ? "True" : "False";
    }
    if (value instanceof None) {
      return "None";
    }
    if (value instanceof Long) {
      return value.toString();
    }
    if (value instanceof Double number) {
      return decimal(number);
    }
    if (value instanceof Undefined) {
      return "Undefined";
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Values::quoted).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Tuple tuple) {
      return tuple.items().stream()
          .map(Values::quoted)
          .collect(Collectors.joining(", ", "(", tuple.items().size() == 1 ? ",)" : ")"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> quoted(entry.getKey()) + ": " + quoted(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    throw new JinjaException("writing " + typeOf(value) + " as text is not supported");
  }

  /** Java and Python write decimals alike where neither needs an exponent. */
  static String decimal(double number) {
    String text = Double.toString(number);
    if (text.indexOf('E') >= 0 || !Double.isFinite(number)) {
      throw new JinjaException("writing the number " + number + " is not supported");
    }
    return text;
  }

  static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }

  static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  static boolean equal(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b) == 0;
    }
    if (a instanceof List<?> first && b instanceof List<?> second) {
      return equalItems(first, second);
    }
    if (a instanceof Tuple first && b instanceof Tuple second) {
      return equalItems(first.items(), second.items());
    }
    if (a instanceof Map<?, ?> first && b instanceof Map<?, ?> second) {
      return equalEntries(first, second);
    }
    if (a instanceof Series || b instanceof Series) {
      throw new JinjaException(
          "comparing " + typeOf(a) + " with " + typeOf(b) + " is not supported");
    }
    return (a instanceof Undefined && b instanceof Undefined) || a.equals(b);
  }

  private static boolean equalEntries(Map<?, ?> a, Map<?, ?> b) {
    for (Map.Entry<?, ?> entry : a.entrySet()) {
      Object other = b.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other)) {
        return false;
      }
    }
    return a.size() == b.size();
  }

  private static boolean equalItems(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!equal(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  static int compare(Object a, Object b) {
    if (isNumber(a) && isNumber(b)) {
      return compareNumbers(a, b);
    }
    if (a instanceof String first && b instanceof String second) {
      int[] left = first.codePoints().toArray();
      int[] right = second.codePoints().toArray();
      return Arrays.compare(left, right);
    }
    throw new JinjaException(typeOf(a) + " and " + typeOf(b) + " have no order here");
  }

  private static int compareNumbers(Object a, Object b) {
    if (a instanceof Double || b instanceof Double) {
      return Double.compare(toDouble(a) + 0.0, toDouble(b) + 0.0);
    }
    return Long.compare(toLong(a), toLong(b));
  }

  /** Truth values count as 0 and 1. */
  static boolean isNumber(Object value) {
    return value instanceof Long || value instanceof Double || value instanceof Boolean;
  }

  static boolean isInteger(Object value) {
    return value instanceof Long || value instanceof Boolean;
  }

  static long toLong(Object value) {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Long number) {
      return number;
    }
    throw new JinjaException("a whole number is needed, but it was " + typeOf(value));
  }

  static double toDouble(Object value) {
    return value instanceof Double number ? number : toLong(value);
  }

  static int toIndex(Object value) {
    return (int) Math.max(Integer.MIN_VALUE + 1, Math.min(Integer.MAX_VALUE, toLong(value)));
  }

  /** What a loop over a value goes through. */
  static List<Object> items(Object value) {
    if (value instanceof List<?> list) {
      return new ArrayList<>(list);
    }
    if (value instanceof Tuple tuple) {
      return tuple.items();
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof Series series) {
      return series.read();
    }
    if (value instanceof String text) {
      List<Object> characters = new ArrayList<>();
      text.codePoints().forEach(point -> characters.add(Character.toString(point)));
      return characters;
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    throw new JinjaException(typeOf(value) + " cannot be looped over");
  }

  static int length(Object value) {
    if (value instanceof String text) {
      return Strings.length(text);
    }
    if (value instanceof Series series) {
      return series.length();
    }
    if (value instanceof List || value instanceof Map || value instanceof Tuple) {
      return value instanceof Map<?, ?> map ? map.size() : items(value).size();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw new JinjaException(typeOf(value) + " has no length");
  }

  static boolean contains(Object container, Object item) {
    if (container instanceof String text) {
      if (item instanceof String part) {
        return text.contains(part);
      }
      throw new JinjaException("\"in\" a string needs a string, but it was " + typeOf(item));
    }
    if (container instanceof Map<?, ?> map) {
      return map.keySet().stream().anyMatch(key -> equal(key, item));
    }
    return items(container).stream().anyMatch(other -> equal(other, item));
  }

  /** Refuses what grows beyond any prompt. */
  static void checkLength(long length) {
    if (length > LONGEST) {
      throw new JinjaException("the template makes a text or list longer than " + LONGEST);
    }
  }

  static String concat(String a, String b) {
    checkLength((long) a.length() + b.length());
    return a.concat(b);
  }
}
