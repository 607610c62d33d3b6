package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What stands behind a dot or in brackets. */
final class Members {

  private Members() {}

  /** {@code owner.name}: Python's own attributes come before the keys of a dict. */
  static Object attribute(Object owner, String name) {
    if (owner instanceof Undefined missing) {
      throw missing.error();
    }
    if (name.startsWith("_") || Values.isNumber(owner)) {
      throw new JinjaException(
          "the attribute \"" + name + "\" of " + Values.typeOf(owner) + " is not supported");
    }
    if (Methods.has(owner, name)) {
      return (Function) arguments -> Methods.call(owner, name, arguments);
    }
    if (owner instanceof Map<?, ?> map) {
      return value(map, name);
    }
    if (owner instanceof Namespace namespace) {
      return namespace.get(name);
    }
    if (owner instanceof Loop loop) {
      return loop.get(name);
    }
    if (owner instanceof Function || owner instanceof Series) {
      throw new JinjaException(
          "the attribute \"" + name + "\" of " + Values.typeOf(owner) + " is not supported");
    }
    return Undefined.member(owner, name);
  }

  /** {@code owner[key]}. */
  static Object item(Object owner, Object key) {
    if (owner instanceof Undefined missing) {
      throw missing.error();
    }
    if (owner instanceof Map<?, ?> map && !(value(map, key) instanceof Undefined)) {
      return value(map, key);
    }
    boolean series = owner instanceof Series || owner instanceof String;
    if (Values.isInteger(key) && (series || owner instanceof List || owner instanceof Tuple)) {
      int length = Values.length(owner);
      long index = Values.toLong(key);
      index += index < 0 ? length : 0;
      return index < 0 || index >= length
          ? Undefined.member(owner, key)
          : Values.items(owner).get((int) index);
    }
    if (key instanceof String name) {
      return attribute(owner, name);
    }
    return Undefined.member(owner, Values.text(key));
  }

  private static Object value(Map<?, ?> map, Object key) {
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (Values.equal(entry.getKey(), key)) {
        return entry.getValue();
      }
    }
    return Undefined.member(map, Values.text(key));
  }

  /** {@code owner[start:stop:step]}; what is absent is None. */
  static Object slice(Object owner, Object start, Object stop, Object step) {
    if (!(owner instanceof String || owner instanceof List || owner instanceof Tuple)) {
      if (owner instanceof Undefined missing) {
        throw missing.error();
      }
      throw new JinjaException("a slice of " + Values.typeOf(owner) + " is not supported");
    }
    List<Object> items = Values.items(owner);
    long by = step instanceof None ? 1 : Values.toLong(step);
    if (by == 0) {
      throw new JinjaException("a slice has the step 0");
    }
    int length = items.size();
    long from = bound(start, by > 0 ? 0 : length - 1, length, by);
    long to = bound(stop, by > 0 ? length : -1, length, by);
    List<Object> slice = new ArrayList<>();
    for (long i = from; by > 0 ? i < to : i > to; i += by) {
      slice.add(items.get((int) i));
    }
    if (owner instanceof String) {
      StringBuilder text = new StringBuilder();
      slice.forEach(text::append);
      return text.toString();
    }
    return owner instanceof Tuple ? new Tuple(slice) : slice;
  }

  private static long bound(Object given, int absent, int length, long step) {
    if (given instanceof None) {
      return absent;
    }
    long index = Values.toIndex(given);
    index += index < 0 ? length : 0;
    return step > 0
        ? Math.max(0, Math.min(index, length))
        : Math.max(-1, Math.min(index, length - 1));
  }

  /** Follows a path such as {@code function.name}, as the filters' "attribute" does. */
  static Object path(Object owner, Object path) {
    if (!(path instanceof String text)) {
      return item(owner, path);
    }
    Object value = owner;
    for (String part : text.split("\\.", -1)) {
      boolean index = !part.isEmpty() && part.chars().allMatch(c -> c >= '0' && c <= '9');
      value = item(value, index ? (Object) Long.valueOf(part) : part);
    }
    return value;
  }

  static List<Object> reversed(Object value) {
    List<Object> items = new ArrayList<>(Values.items(value));
    Collections.reverse(items);
    return items;
  }
}
