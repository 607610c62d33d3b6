package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes JSON as Python's {@code json.dumps}, with blanks behind commas and colons. */
final class Json {

  private static final int DEPTH = 100;

  private final StringBuilder out = new StringBuilder();
  private final String itemSeparator;
  private final String keySeparator;
  private final String indent;
  private final boolean sorted;

  private Json(String itemSeparator, String keySeparator, String indent, boolean sorted) {
    this.itemSeparator = itemSeparator;
    this.keySeparator = keySeparator;
    this.indent = indent;
    this.sorted = sorted;
  }

  /** The filter {@code tojson} of transformers; what is no ASCII stays as it is. */
  static String text(Object value, String what, Arguments arguments) {
    Map<String, Object> given =
        arguments.bind(what, "ensure_ascii", "indent", "separators", "sort_keys");
    if (Values.isTrue(given.getOrDefault("ensure_ascii", false))) {
      throw new JinjaException(what + " with ensure_ascii is not supported");
    }
    Object width = given.getOrDefault("indent", None.NONE);
    boolean lines = !(width instanceof None);
    String indent = "";
    if (lines) {
      long spaces = width instanceof String ? 0 : Math.max(0, Values.toLong(width));
      Values.checkLength(spaces);
      indent = "\n" + (width instanceof String text ? text : " ".repeat((int) spaces));
    }
    String item = lines ? "," : ", ";
    String key = ": ";
    if (given.getOrDefault("separators", None.NONE) instanceof Tuple separators
        && separators.items().size() == 2) {
      item = Methods.string(separators.items().get(0), what);
      key = Methods.string(separators.items().get(1), what);
    } else if (!(given.getOrDefault("separators", None.NONE) instanceof None)) {
      throw new JinjaException(what + " needs two separators in a tuple");
    }
    Json json = new Json(item, key, indent, Values.isTrue(given.getOrDefault("sort_keys", false)));
    json.write(value, 0);
    return json.out.toString();
  }

  private void write(Object value, int depth) {
    if (depth > DEPTH) {
      throw new JinjaException("a value for JSON is nested more than " + DEPTH + " deep");
    }
    if (value instanceof String text) {
      string(text);
    } else if (value instanceof Boolean || value instanceof Long) {
      out.append(value);
    } else if (value instanceof Double number) {
      out.append(Values.decimal(number));
    } else if (value instanceof None) {
      out.append("null");
    } else if (value instanceof Map<?, ?> map) {
      object(map, depth);
    } else if (value instanceof List || value instanceof Tuple) {
      array(Values.items(value), depth);
    } else {
      throw new JinjaException(Values.typeOf(value) + " cannot be written as JSON");
    }
    Values.checkLength(out.length());
  }

  private void array(List<Object> items, int depth) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      out.append(i == 0 ? "" : itemSeparator);
      line(depth + 1);
      write(items.get(i), depth + 1);
    }
    if (!items.isEmpty()) {
      line(depth);
    }
    out.append(']');
  }

  private void object(Map<?, ?> map, int depth) {
    List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
    if (sorted) {
      entries.sort(Comparator.comparing(Map.Entry::getKey, Values::compare));
    }
    out.append('{');
    for (int i = 0; i < entries.size(); i++) {
      out.append(i == 0 ? "" : itemSeparator);
      line(depth + 1);
      if (!(entries.get(i).getKey() instanceof String key)) {
        throw new JinjaException("a key for JSON must be a string");
      }
      string(key);
      out.append(keySeparator);
      write(entries.get(i).getValue(), depth + 1);
    }
    if (!entries.isEmpty()) {
      line(depth);
    }
    out.append('}');
  }

  private void line(int depth) {
    if (!indent.isEmpty()) {
      out.append('\n').append(indent.substring(1).repeat(depth));
    }
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
