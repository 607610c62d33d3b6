package dev.seal.lora.internal.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What Python's operators give, for the operands for which that is sure; all others are refused.
 * Values are strings, booleans, {@code Long}, lists, maps by strings, {@link #NONE}, {@link
 * Undefined}, {@link Series}, {@link Pair}, {@link Namespace} and {@link Loop}.
 */
final class PythonValues {

  static final int LONGEST_TEXT = 1 << 24;
  static final int LONGEST_LIST = 1 << 18;

  static final Object NONE =
      new Object() {
        @Override
        public String toString() {
          return "None";
        }
      };

  /** Names that a dictionary of Python has beside its keys. */
  private static final Set<String> OF_DICTIONARIES =
      Set.of(
          "clear",
          "copy",
          "fromkeys",
          "get",
          "items",
          "keys",
          "pop",
          "popitem",
          "setdefault",
          "update",
          "values");

  private static final Map<Class<?>, String> KINDS =
      Map.of(
          String.class,
          "a text",
          Boolean.class,
          "a truth value",
          Long.class,
          "a number",
          Double.class,
          "a number with a fraction",
          List.class,
          "a list",
          Map.class,
          "a dictionary",
          Series.class,
          "a series",
          Pair.class,
          "a tuple",
          Namespace.class,
          "a namespace",
          Loop.class,
          "a loop");

  private PythonValues() {}

  /** Jinja's value of a name that has none. */
  record Undefined(String name) {}

  /** A key with its value. */
  record Pair(Object key, Object value) {}

  /** What Jinja's {@code namespace} makes. */
  record Namespace(Map<String, Object> values) {}

  /** The variable {@code loop} at one item of a loop. */
  record Loop(List<Object> items, int index) {

    Object attribute(String name) {
      int size = items.size();
      return switch (name) {
        case "index" -> index + 1L;
        case "index0" -> (long) index;
        case "revindex" -> (long) (size - index);
        case "revindex0" -> size - index - 1L;
        case "first" -> index == 0;
        case "last" -> index == size - 1;
        case "length" -> (long) size;
        case "previtem" -> index == 0 ? new Undefined("loop.previtem") : items.get(index - 1);
        case "nextitem" ->
            index == size - 1 ? new Undefined("loop.nextitem") : items.get(index + 1);
        default -> throw TemplateException.unsupported("\"loop.%s\"".formatted(name));
      };
    }
  }

  /** What Python goes through once: a generator, a range, or a view of a dictionary. */
  static final class Series {

    private final List<Object> items;
    private boolean taken;

    Series(List<Object> items) {
      this.items = items;
    }

    int size() {
      return items.size();
    }

    private List<Object> take() {
      if (taken) {
        throw TemplateException.unsupported("going through a series twice");
      }
      taken = true;
      return items;
    }
  }

  /** A value of the user's as a template sees it. */
  static Object of(Object value) {
    if (value instanceof Integer || value instanceof Short || value instanceof Byte) {
      return ((Number) value).longValue();
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(item -> copy.add(item == null ? NONE : of(item)));
      return copy;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, item) -> copy.put(key, item == null ? NONE : of(item)));
      return copy;
    }
    return value;
  }

  static String text(Object value) {
    if (value instanceof Undefined) {
      return "";
    }
    if (value instanceof Boolean condition) {
      return condition ? "True" : "False";
    }
    if (value instanceof String || value instanceof Long || value == NONE) {
      return value.toString();
    }
    throw TemplateException.unsupported("the text of " + kind(value));
  }

  static boolean truth(Object value) {
    if (value instanceof Boolean condition) {
      return condition;
    }
    if (value instanceof Long number) {
      return number != 0;
    }
    if (value == NONE || value instanceof Undefined) {
      return false;
    }
    if (value instanceof String || value instanceof List || value instanceof Map) {
      return length(value) > 0;
    }
    if (value instanceof Loop || value instanceof Namespace) {
      return true;
    }
    throw TemplateException.unsupported("the truth of " + kind(value));
  }

  static long length(Object value) {
    if (value instanceof String text) {
      return text.codePointCount(0, text.length());
    }
    if (value instanceof List<?> list) {
      return list.size();
    }
    if (value instanceof Map<?, ?> map) {
      return map.size();
    }
    if (value instanceof Undefined) {
      return 0;
    }
    throw TemplateException.unsupported("the length of " + kind(value));
  }

  /** What a loop goes through. */
  @SuppressWarnings("unchecked") // lists of templates hold their values
  static List<Object> items(Object value) {
    if (value instanceof List) {
      return (List<Object>) value;
    }
    if (value instanceof Series series) {
      return series.take();
    }
    if (value instanceof Undefined) {
      return List.of();
    }
    if (value instanceof Map<?, ?> map) {
      return new ArrayList<>(map.keySet());
    }
    if (value instanceof String text && text.length() <= LONGEST_LIST) {
      List<Object> characters = new ArrayList<>();
      text.codePoints().forEach(c -> characters.add(Character.toString(c)));
      return characters;
    }
    throw TemplateException.unsupported("going through " + kind(value));
  }

  static Object attribute(Object value, String name) {
    if (value instanceof Map<?, ?> && !OF_DICTIONARIES.contains(name)) {
      return subscript(value, name);
    }
    if (value instanceof Namespace namespace) {
      Object found = namespace.values.get(name);
      return found == null ? new Undefined(name) : found;
    }
    if (value instanceof Loop loop) {
      return loop.attribute(name);
    }
    throw TemplateException.unsupported("the attribute \"%s\" of %s".formatted(name, kind(value)));
  }

  static Object subscript(Object value, Object key) {
    if (value instanceof Map<?, ?> map && key instanceof String name) {
      Object found = map.get(name);
      if (found != null) {
        return found;
      }
      if (!OF_DICTIONARIES.contains(name) && !name.startsWith("_")) {
        return new Undefined(name);
      }
    }
    if ((value instanceof List || value instanceof String) && key instanceof Long index) {
      long size = length(value);
      long from0 = index < 0 ? index + size : index;
      if (from0 < 0 || from0 >= size) {
        return new Undefined("[" + index + "]");
      }
      return value instanceof String
          ? slice(value, from0, from0 + 1)
          : items(value).get((int) from0);
    }
    throw TemplateException.unsupported(
        "the subscript %s of %s".formatted(key instanceof String ? key : kind(key), kind(value)));
  }

  /** {@code value[from:to]}, where {@link #NONE} leaves a border out. */
  static Object slice(Object value, Object from, Object to) {
    if (!(value instanceof List || value instanceof String)) {
      throw TemplateException.unsupported("a slice of " + kind(value));
    }
    int size = (int) length(value);
    int end = border(to, size, size);
    int start = Math.min(border(from, 0, size), end);
    return value instanceof String text
        ? text.substring(text.offsetByCodePoints(0, start), text.offsetByCodePoints(0, end))
        : List.copyOf(items(value).subList(start, end));
  }

  private static int border(Object index, int missing, int size) {
    if (index == NONE) {
      return missing;
    }
    long number = number(index, "a slice");
    return (int) Math.max(0, Math.min(size, number < 0 ? number + size : number));
  }

  static List<Object> reversed(Object value) {
    if (!(value instanceof List)) {
      throw TemplateException.unsupported("the reverse of " + kind(value));
    }
    List<Object> items = new ArrayList<>(items(value));
    Collections.reverse(items);
    return items;
  }

  static Object add(Object left, Object right) {
    if (left instanceof String && right instanceof String) {
      return join(left, right);
    }
    if (left instanceof Long a && right instanceof Long b) {
      return Math.addExact(a, b);
    }
    if (left instanceof List<?> a
        && right instanceof List<?> b
        && a.size() + b.size() <= LONGEST_LIST) {
      List<Object> sum = new ArrayList<>(a);
      sum.addAll(b);
      return sum;
    }
    throw TemplateException.unsupported("%s + %s".formatted(kind(left), kind(right)));
  }

  /** Jinja's {@code ~}. */
  static Object join(Object left, Object right) {
    return checked(text(left), text(right).length()).concat(text(right));
  }

  /** The text, if it may grow by so many characters. */
  static String checked(String text, long more) {
    if (text.length() + more > LONGEST_TEXT) {
      throw TemplateException.failed(
          "a text is longer than %,d characters".formatted(LONGEST_TEXT));
    }
    return text;
  }

  static boolean equal(Object left, Object right) {
    if (left instanceof Boolean || right instanceof Boolean) {
      return whole(left).equals(whole(right));
    }
    if (left instanceof Undefined) {
      return right instanceof Undefined;
    }
    if (isScalar(left) || isScalar(right)) {
      return left.equals(right);
    }
    throw TemplateException.unsupported("%s == %s".formatted(kind(left), kind(right)));
  }

  private static Object whole(Object value) {
    return value instanceof Boolean condition ? (condition ? 1L : 0L) : value;
  }

  private static boolean isScalar(Object value) {
    return value instanceof String
        || value instanceof Long
        || value instanceof Undefined
        || value == NONE;
  }

  static boolean contains(Object container, Object value) {
    if (container instanceof String text && value instanceof String part) {
      return text.contains(part);
    }
    if (container instanceof Map<?, ?> map && value instanceof String key) {
      return map.containsKey(key);
    }
    if (container instanceof List || container instanceof Undefined) {
      return items(container).stream().anyMatch(item -> equal(item, value));
    }
    throw TemplateException.unsupported("%s in %s".formatted(kind(value), kind(container)));
  }

  static long number(Object value, String use) {
    if (value instanceof Long number) {
      return number;
    }
    throw TemplateException.unsupported("%s with %s".formatted(use, kind(value)));
  }

  static String string(Object value, String use) {
    if (value instanceof String text) {
      return text;
    }
    throw TemplateException.unsupported("%s with %s".formatted(use, kind(value)));
  }

  /** What Python's {@code str.isspace} holds for. */
  static boolean isSpace(int point) {
    return Character.isWhitespace(point) || Character.isSpaceChar(point) || point == 0x85;
  }

  /** The text without these characters, or without white space, at its ends. */
  static String strip(String text, @Nullable String characters, boolean start, boolean end) {
    int from = 0;
    int to = text.length();
    while (start && from < to && strips(text.codePointAt(from), characters)) {
      from += Character.charCount(text.codePointAt(from));
    }
    while (end && to > from && strips(text.codePointBefore(to), characters)) {
      to -= Character.charCount(text.codePointBefore(to));
    }
    return text.substring(from, to);
  }

  private static boolean strips(int point, @Nullable String characters) {
    return characters == null ? isSpace(point) : characters.indexOf(point) >= 0;
  }

  /** What a message calls a value. */
  static String kind(Object value) {
    if (value instanceof Undefined undefined) {
      return "\"" + undefined.name + "\", which is undefined,";
    }
    return KINDS.entrySet().stream()
        .filter(entry -> entry.getKey().isInstance(value))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("None");
  }
}
