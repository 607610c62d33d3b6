package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The methods of Python's strings, lists and dicts. */
final class Methods {

  private static final Set<String> OF_STRING =
      Set.of(
          ("capitalize casefold center count encode endswith expandtabs find format format_map"
               + " index isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric"
               + " isprintable isspace istitle isupper join ljust lower lstrip maketrans partition"
               + " removeprefix removesuffix replace rfind rindex rjust rpartition rsplit rstrip"
               + " split splitlines startswith strip swapcase title translate upper zfill")
              .split(" "));

  private static final Set<String> OF_LIST =
      Set.of("append clear copy count extend index insert pop remove reverse sort".split(" "));

  private static final Set<String> OF_TUPLE = Set.of("count", "index");

  private static final Set<String> OF_DICT =
      Set.of("clear copy fromkeys get items keys pop popitem setdefault update values".split(" "));

  private Methods() {}

  /** Whether Python has such a method, computed here or not. */
  static boolean has(Object owner, String name) {
    if (owner instanceof String) {
      return OF_STRING.contains(name);
    }
    if (owner instanceof Map) {
      return OF_DICT.contains(name);
    }
    return owner instanceof List
        ? OF_LIST.contains(name)
        : owner instanceof Tuple && OF_TUPLE.contains(name);
  }

  static Object call(Object owner, String name, Arguments arguments) {
    String what = "the method \"" + name + "\" of " + Values.typeOf(owner);
    if (owner instanceof String text) {
      return ofString(text, name, what, arguments);
    }
    if (owner instanceof Map<?, ?> map) {
      return ofDict(map, name, what, arguments);
    }
    throw new JinjaException(what + " is not supported");
  }

  private static Object ofDict(Map<?, ?> map, String name, String what, Arguments arguments) {
    switch (name) {
      case "get" -> {
        Map<String, Object> given = arguments.bind(what, "key", "default");
        Object key = required(given, "key", what);
        Object value = map.get(key);
        return value == null ? given.getOrDefault("default", None.NONE) : value;
      }
      case "items" -> {
        arguments.bind(what);
        return Series.view(pairs(map));
      }
      case "keys" -> {
        arguments.bind(what);
        return Series.view(new ArrayList<>(map.keySet()));
      }
      case "values" -> {
        arguments.bind(what);
        return Series.view(new ArrayList<>(map.values()));
      }
      default -> throw new JinjaException(what + " is not supported");
    }
  }

  static List<Object> pairs(Map<?, ?> map) {
    List<Object> pairs = new ArrayList<>();
    map.forEach((key, value) -> pairs.add(new Tuple(List.of(key, value))));
    return pairs;
  }

  private static Object ofString(String text, String name, String what, Arguments arguments) {
    return switch (name) {
      case "upper" -> bare(Values.upper(text), what, arguments);
      case "lower" -> bare(Values.lower(text), what, arguments);
      case "capitalize" -> bare(Strings.capitalize(text), what, arguments);
      case "title" -> bare(title(text), what, arguments);
      case "strip", "lstrip", "rstrip" -> strip(text, name, what, arguments);
      case "startswith" -> any(arguments, what, text::startsWith);
      case "endswith" -> any(arguments, what, text::endsWith);
      case "split", "rsplit" -> split(text, name.equals("rsplit"), what, arguments);
      case "splitlines" -> bare(lines(text), what, arguments);
      case "join" -> {
        List<String> parts = new ArrayList<>();
        for (Object item : Values.items(one(arguments, what))) {
          parts.add(string(item, what));
        }
        yield String.join(text, parts);
      }
      case "replace" -> {
        Map<String, Object> given = arguments.bind(what, "old", "new", "count");
        yield replace(
            text,
            string(required(given, "old", what), what),
            string(required(given, "new", what), what),
            Values.toLong(given.getOrDefault("count", -1L)));
      }
      case "find" -> index(text, text.indexOf(string(one(arguments, what), what)));
      case "rfind" -> index(text, text.lastIndexOf(string(one(arguments, what), what)));
      case "count" -> count(text, string(one(arguments, what), what));
      case "removeprefix" -> {
        String prefix = string(one(arguments, what), what);
        yield text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      }
      case "removesuffix" -> {
        String suffix = string(one(arguments, what), what);
        yield text.endsWith(suffix) ? text.substring(0, text.length() - suffix.length()) : text;
      }
      default -> throw new JinjaException(what + " is not supported");
    };
  }

  private static Object bare(Object result, String what, Arguments arguments) {
    arguments.bind(what);
    return result;
  }

  private static Object one(Arguments arguments, String what) {
    return required(arguments.bind(what, "value"), "value", what);
  }

  static Object required(Map<String, Object> given, String name, String what) {
    Object value = given.get(name);
    if (value == null) {
      throw new JinjaException(what + " lacks the argument \"" + name + '"');
    }
    return value;
  }

  static String string(Object value, String what) {
    if (value instanceof String text) {
      return text;
    }
    throw new JinjaException(what + " needs a string, but it was " + Values.typeOf(value));
  }

  private static boolean any(Arguments arguments, String what, Predicate<String> test) {
    Object wanted = one(arguments, what);
    if (wanted instanceof Tuple tuple) {
      return tuple.items().stream().anyMatch(item -> test.test(string(item, what)));
    }
    return test.test(string(wanted, what));
  }

  private static Object strip(String text, String name, String what, Arguments arguments) {
    Object characters = arguments.bind(what, "chars").getOrDefault("chars", None.NONE);
    return strip(text, characters, !name.equals("rstrip"), !name.equals("lstrip"), what);
  }

  static String strip(String text, Object characters, boolean start, boolean end, String what) {
    IntPredicate unwanted =
        characters instanceof None
            ? Strings::isSpace
            : point -> string(characters, what).indexOf(point) >= 0;
    String stripped = start ? Strings.stripStart(text, unwanted) : text;
    return end ? Strings.stripEnd(stripped, unwanted) : stripped;
  }

  /** Python's: a letter behind none is a capital. */
  private static String title(String text) {
    StringBuilder title = new StringBuilder();
    boolean inWord = false;
    for (int point : text.codePoints().toArray()) {
      title.append(
          inWord
              ? Values.lower(Character.toString(point))
              : Character.toString(Character.toTitleCase(point)));
      inWord = Character.isLetter(point);
    }
    return title.toString();
  }

  private static Object index(String text, int found) {
    return found < 0 ? -1L : (long) text.codePointCount(0, found);
  }

  private static long count(String text, String part) {
    if (part.isEmpty()) {
      return Strings.length(text) + 1L;
    }
    long count = 0;
    for (int i = text.indexOf(part); i >= 0; i = text.indexOf(part, i + part.length())) {
      count++;
    }
    return count;
  }

  /** At most {@code count} times; all where that is below 0. */
  static String replace(String text, String old, String replacement, long count) {
    if (old.isEmpty()) {
      throw new JinjaException("replacing an empty text is not supported");
    }
    Values.checkLength(
        text.length() + count(text, old) * Math.max(0, replacement.length() - old.length()));
    StringBuilder result = new StringBuilder();
    int done = 0;
    for (long left = count; left != 0; left--) {
      int found = text.indexOf(old, done);
      if (found < 0) {
        break;
      }
      result.append(text, done, found).append(replacement);
      done = found + old.length();
    }
    return result.append(text, done, text.length()).toString();
  }

  private static List<Object> split(
      String text, boolean fromRight, String what, Arguments arguments) {
    Map<String, Object> given = arguments.bind(what, "sep", "maxsplit");
    long most = Values.toLong(given.getOrDefault("maxsplit", -1L));
    Object separator = given.getOrDefault("sep", None.NONE);
    if (separator instanceof None) {
      if (most >= 0) {
        throw new JinjaException(what + " at blanks with a limit is not supported");
      }
      return words(text);
    }
    String at = string(separator, what);
    if (at.isEmpty()) {
      throw new JinjaException(what + " at an empty text fails");
    }
    List<Object> parts = new ArrayList<>();
    if (fromRight) {
      int end = text.length();
      for (long left = most; left != 0; left--) {
        int found = end < at.length() ? -1 : text.lastIndexOf(at, end - at.length());
        if (found < 0) {
          break;
        }
        parts.add(0, text.substring(found + at.length(), end));
        end = found;
      }
      parts.add(0, text.substring(0, end));
      return parts;
    }
    int start = 0;
    for (long left = most; left != 0; left--) {
      int found = text.indexOf(at, start);
      if (found < 0) {
        break;
      }
      parts.add(text.substring(start, found));
      start = found + at.length();
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static List<Object> words(String text) {
    List<Object> words = new ArrayList<>();
    @Nullable StringBuilder word = null;
    for (int point : text.codePoints().toArray()) {
      if (Strings.isSpace(point)) {
        if (word != null) {
          words.add(word.toString());
          word = null;
        }
      } else {
        word = word == null ? new StringBuilder() : word;
        word.appendCodePoint(point);
      }
    }
    if (word != null) {
      words.add(word.toString());
    }
    return words;
  }

  /** At Python's line ends, which are more than Java's. */
  private static List<Object> lines(String text) {
    List<Object> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c >= '\n' && c <= '\r')
          || (c >= 0x1c && c <= 0x1e)
          || c == 0x85
          || c == 0x2028
          || c == 0x2029) {
        lines.add(text.substring(start, i));
        i += c == '\r' && i + 1 < text.length() && text.charAt(i + 1) == '\n' ? 1 : 0;
        start = i + 1;
      }
    }
    if (start < text.length()) {
      lines.add(text.substring(start));
    }
    return lines;
  }
}
