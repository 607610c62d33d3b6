package dev.seal.lora.internal.jinja;

import java.util.List;

/**
 * What can be looped over and is no list in Python: a range, a view of a dict, or a generator,
 * which has no length and can be read once.
 */
final class Series {

  private final String type;
  private final List<Object> items;
  private final boolean generator;
  private boolean read;

  private Series(String type, List<Object> items, boolean generator) {
    this.type = type;
    this.items = items;
    this.generator = generator;
  }

  static Series range(List<Object> items) {
    return new Series("a range", items, false);
  }

  static Series view(List<Object> items) {
    return new Series("a view of a dict", items, false);
  }

  static Series generator(List<Object> items) {
    return new Series("a generator", items, true);
  }

  String type() {
    return type;
  }

  boolean isTrue() {
    return generator || !items.isEmpty();
  }

  int length() {
    if (generator) {
      throw new JinjaException("a generator has no length; the filter list makes it a list");
    }
    return items.size();
  }

  List<Object> read() {
    if (generator && read) {
      throw new JinjaException("a generator is read twice, and is empty then");
    }
    read = true;
    return items;
  }
}
