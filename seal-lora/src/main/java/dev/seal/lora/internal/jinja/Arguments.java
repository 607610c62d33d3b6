package dev.seal.lora.internal.jinja;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The arguments of a call, as it gives them. */
record Arguments(List<Object> positional, Map<String, Object> named) {

  static final Arguments NONE = new Arguments(List.of(), Map.of());

  /**
   * The arguments by the names of the parameters; those not given are left out.
   *
   * @param what is called, for messages
   */
  Map<String, Object> bind(String what, List<String> parameters) {
    if (positional.size() > parameters.size()) {
      throw new JinjaException(
          what
              + " takes "
              + parameters.size()
              + " arguments at most here, but was given "
              + positional.size());
    }
    Map<String, Object> bound = new HashMap<>();
    for (int i = 0; i < positional.size(); i++) {
      bound.put(parameters.get(i), positional.get(i));
    }
    named.forEach(
        (name, value) -> {
          if (!parameters.contains(name)) {
            throw new JinjaException(what + " with the argument \"" + name + "\" is not supported");
          }
          if (bound.put(name, value) != null) {
            throw new JinjaException(what + " is given the argument \"" + name + "\" twice");
          }
        });
    return bound;
  }

  Map<String, Object> bind(String what, String... parameters) {
    return bind(what, List.of(parameters));
  }

  /** All but the first. */
  Arguments rest() {
    return new Arguments(positional.subList(1, positional.size()), named);
  }
}
