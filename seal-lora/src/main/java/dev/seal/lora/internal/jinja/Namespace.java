package dev.seal.lora.internal.jinja;

import java.util.HashMap;
import java.util.Map;

/** What {@code namespace()} makes: variables that inner scopes may set. */
final class Namespace {

  private final Map<String, Object> variables = new HashMap<>();

  Object get(String name) {
    Object value = variables.get(name);
    return value == null ? Undefined.member(this, name) : value;
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }
}
