package dev.seal.lora.internal.jinja;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Variables, and what a rendering under way has in common. */
final class Scope {

  /** Set by transformers or by Jinja, and not here: they must not pass for undefined. */
  private static final Set<String> NOT_GIVEN =
      Set.of(
          "unk_token",
          "pad_token",
          "sep_token",
          "cls_token",
          "mask_token",
          "additional_special_tokens",
          "lipsum",
          "cycler",
          "joiner",
          "self",
          "super",
          "caller",
          "varargs",
          "kwargs");

  private final @Nullable Scope outer;
  private final Rendering rendering;
  private final Map<String, Object> variables = new HashMap<>();

  private Scope(@Nullable Scope outer, Rendering rendering) {
    this.outer = outer;
    this.rendering = rendering;
  }

  static Scope of(Map<String, Object> variables, Rendering rendering) {
    Scope scope = new Scope(null, rendering);
    scope.variables.putAll(variables);
    return scope;
  }

  Scope inner() {
    return new Scope(this, rendering);
  }

  Rendering rendering() {
    return rendering;
  }

  Object get(String name) {
    for (Scope scope = this; scope != null; scope = scope.outer) {
      Object value = scope.variables.get(name);
      if (value != null) {
        return value;
      }
    }
    if (NOT_GIVEN.contains(name)) {
      throw new JinjaException(
          "the variable \"" + name + "\" is not known here; set it as a template variable");
    }
    return Undefined.name(name);
  }

  void set(String name, Object value) {
    variables.put(name, value);
  }
}
