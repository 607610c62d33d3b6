package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Jinja's filters; {@code tojson} is that of transformers. */
final class Filters {

  private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,18}");
  private static final Pattern LETTERS = Pattern.compile("\\p{IsAlphabetic}+");

  private Filters() {}

  static Object apply(String filter, Object value, Arguments arguments) {
    String what = "the filter \"" + filter + '"';
    return switch (filter) {
      case "trim" -> {
        Object characters = arguments.bind(what, "chars").getOrDefault("chars", None.NONE);
        yield Methods.strip(Values.text(value), characters, true, true, what);
      }
      case "upper" -> bare(Values.upper(Values.text(value)), what, arguments);
      case "lower" -> bare(Values.lower(Values.text(value)), what, arguments);
      case "capitalize" -> bare(Strings.capitalize(Values.text(value)), what, arguments);
      case "string" -> bare(Values.text(value), what, arguments);
      case "length", "count" -> bare((long) Values.length(value), what, arguments);
      case "list" -> bare(new ArrayList<>(Values.items(value)), what, arguments);
      case "int" -> integer(value, what, arguments);
      case "abs" -> {
        arguments.bind(what);
        yield Values.compare(value, 0L) < 0 ? Operators.negated(value) : value;
      }
      case "default", "d" -> {
        Map<String, Object> given = arguments.bind(what, "default_value", "boolean");
        boolean absent =
            value instanceof Undefined
                || (Values.isTrue(given.getOrDefault("boolean", false)) && !Values.isTrue(value));
        yield absent ? given.getOrDefault("default_value", "") : value;
      }
      case "replace" -> {
        Map<String, Object> given = arguments.bind(what, "old", "new", "count");
        Object count = given.getOrDefault("count", None.NONE);
        yield Methods.replace(
            Values.text(value),
            Values.text(Methods.required(given, "old", what)),
            Values.text(Methods.required(given, "new", what)),
            count instanceof None ? -1 : Values.toLong(count));
      }
      case "join" -> join(value, what, arguments);
      case "first" -> {
        arguments.bind(what);
        List<Object> items = Values.items(value);
        yield items.isEmpty() ? new Undefined("the first of nothing is undefined") : items.get(0);
      }
      case "last" -> {
        arguments.bind(what);
        requireSequence(value, what);
        List<Object> items = Values.items(value);
        yield items.isEmpty()
            ? new Undefined("the last of nothing is undefined")
            : items.get(items.size() - 1);
      }
      case "reverse" -> {
        arguments.bind(what);
        List<Object> reversed = Members.reversed(value);
        if (value instanceof String) {
          StringBuilder text = new StringBuilder();
          reversed.forEach(text::append);
          yield text.toString();
        }
        yield Series.generator(reversed);
      }
      case "items" -> {
        arguments.bind(what);
        if (value instanceof Map<?, ?> map) {
          yield Series.generator(Methods.pairs(map));
        }
        if (value instanceof Undefined) {
          yield Series.generator(List.of());
        }
        throw new JinjaException(what + " needs a dict, but it was " + Values.typeOf(value));
      }
      case "map" -> map(value, what, arguments);
      case "select" -> select(value, what, arguments, true);
      case "reject" -> select(value, what, arguments, false);
      case "selectattr" -> selectAttribute(value, what, arguments, true);
      case "rejectattr" -> selectAttribute(value, what, arguments, false);
      case "indent" -> indent(value, what, arguments);
      case "tojson" -> Json.text(value, what, arguments);
      default -> throw new JinjaException(what + " is not supported");
    };
  }

  private static Object bare(Object result, String what, Arguments arguments) {
    arguments.bind(what);
    return result;
  }

  private static void requireSequence(Object value, String what) {
    if (value instanceof Series series && series.type().equals("a generator")) {
      throw new JinjaException(what + " needs a list, but it was a generator");
    }
  }

  private static Object integer(Object value, String what, Arguments arguments) {
    Object otherwise = arguments.bind(what, "default").getOrDefault("default", 0L);
    if (Values.isInteger(value)) {
      return Values.toLong(value);
    }
    if (value instanceof Double number && Math.abs(number) < 1L << 53) {
      return number.longValue();
    }
    String text =
        value instanceof String string ? Methods.strip(string, None.NONE, true, true, what) : "";
    if (INTEGER.matcher(text).matches()) {
      return Long.parseLong(text);
    }
    if (LETTERS.matcher(text).matches() || text.isEmpty()) {
      return otherwise;
    }
    throw new JinjaException(what + " of \"" + text + "\" is not supported");
  }

  private static String join(Object value, String what, Arguments arguments) {
    Map<String, Object> given = arguments.bind(what, "d", "attribute");
    Object attribute = given.getOrDefault("attribute", None.NONE);
    List<String> parts = new ArrayList<>();
    long length = 0;
    String between = Values.text(given.getOrDefault("d", ""));
    for (Object item : Values.items(value)) {
      parts.add(Values.text(attribute instanceof None ? item : Members.path(item, attribute)));
      length += parts.get(parts.size() - 1).length() + between.length();
      Values.checkLength(length);
    }
    return String.join(between, parts);
  }

  private static Object map(Object value, String what, Arguments arguments) {
    List<Object> mapped = new ArrayList<>();
    if (arguments.positional().isEmpty()) {
      Map<String, Object> given = arguments.bind(what, "attribute", "default");
      Object attribute = Methods.required(given, "attribute", what);
      for (Object item : itemsOrNone(value)) {
        Object member = Members.path(item, attribute);
        mapped.add(member instanceof Undefined ? given.getOrDefault("default", member) : member);
      }
    } else {
      String filter = Methods.string(arguments.positional().get(0), what);
      for (Object item : itemsOrNone(value)) {
        mapped.add(apply(filter, item, arguments.rest()));
      }
    }
    return Series.generator(mapped);
  }

  private static Object select(Object value, String what, Arguments arguments, boolean wanted) {
    List<Object> selected = new ArrayList<>();
    for (Object item : itemsOrNone(value)) {
      if (holds(item, what, arguments) == wanted) {
        selected.add(item);
      }
    }
    return Series.generator(selected);
  }

  private static Object selectAttribute(
      Object value, String what, Arguments arguments, boolean wanted) {
    if (arguments.positional().isEmpty()) {
      throw new JinjaException(what + " lacks the name of an attribute");
    }
    Object attribute = arguments.positional().get(0);
    List<Object> selected = new ArrayList<>();
    for (Object item : itemsOrNone(value)) {
      if (holds(Members.path(item, attribute), what, arguments.rest()) == wanted) {
        selected.add(item);
      }
    }
    return Series.generator(selected);
  }

  /** These filters take whatever is empty or false for an empty list. */
  private static List<Object> itemsOrNone(Object value) {
    return Values.isTrue(value) ? Values.items(value) : List.of();
  }

  private static boolean holds(Object value, String what, Arguments arguments) {
    return arguments.positional().isEmpty()
        ? Values.isTrue(value)
        : Tests.apply(Methods.string(arguments.positional().get(0), what), value, arguments.rest());
  }

  private static String indent(Object value, String what, Arguments arguments) {
    Map<String, Object> given = arguments.bind(what, "width", "first", "blank");
    Object width = given.getOrDefault("width", 4L);
    String indention = width instanceof String text ? text : " ".repeat(spaces(width));
    boolean first = Values.isTrue(given.getOrDefault("first", false));
    boolean blank = Values.isTrue(given.getOrDefault("blank", false));
    String text = Methods.string(value, what);
    if (text.chars().anyMatch(c -> c == '\r' || c == 0x0b || c == '\f' || (c > 0x1b && c < 0x1f))
        || text.indexOf(0x85) >= 0
        || text.indexOf(0x2028) >= 0
        || text.indexOf(0x2029) >= 0) {
      throw new JinjaException(what + " of a text with line ends other than \\n is not supported");
    }
    String[] lines = text.split("\n", -1);
    StringBuilder indented = new StringBuilder();
    for (int i = 0; i < lines.length; i++) {
      boolean indents = i == 0 ? first : blank || !lines[i].isEmpty();
      indented.append(i == 0 ? "" : "\n").append(indents ? indention : "").append(lines[i]);
      Values.checkLength(indented.length());
    }
    return indented.toString();
  }

  private static int spaces(Object width) {
    long spaces = Math.max(0, Values.toLong(width));
    Values.checkLength(spaces);
    return (int) spaces;
  }
}
