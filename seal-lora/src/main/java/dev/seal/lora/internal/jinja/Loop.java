package dev.seal.lora.internal.jinja;

import java.util.List;

/** What {@code loop} is within a loop. */
final class Loop {

  private final List<Object> items;
  private int index;

  Loop(List<Object> items) {
    this.items = items;
  }

  void moveTo(int next) {
    index = next;
  }

  Object get(String name) {
    return switch (name) {
      case "index" -> index + 1L;
      case "index0" -> (long) index;
      case "revindex" -> (long) items.size() - index;
      case "revindex0" -> items.size() - index - 1L;
      case "first" -> index == 0;
      case "last" -> index == items.size() - 1;
      case "length" -> (long) items.size();
      case "depth" -> 1L; // a loop that calls itself is refused
      case "depth0" -> 0L;
      case "changed" -> throw new JinjaException("loop.changed is not supported");
      case "previtem" -> neighbour(index - 1, name);
      case "nextitem" -> neighbour(index + 1, name);
      case "cycle" ->
          (Function)
              arguments -> {
                List<Object> values = arguments.positional();
                if (values.isEmpty()) {
                  throw new JinjaException("loop.cycle needs at least one value");
                }
                return values.get(index % values.size());
              };
      default -> Undefined.member(this, name);
    };
  }

  private Object neighbour(int at, String name) {
    return at >= 0 && at < items.size() ? items.get(at) : Undefined.member(this, name);
  }
}
