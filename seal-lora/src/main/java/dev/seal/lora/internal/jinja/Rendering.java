package dev.seal.lora.internal.jinja;

/** Where a rendering is, and how far it may go: a template must not use up time or memory. */
final class Rendering {

  private static final int STEPS = 5_000_000;
  private static final int DEPTH = 200;

  private int steps;
  private int depth;
  private int line = 1;

  void step(int atLine) {
    line = atLine;
    if (++steps > STEPS) {
      throw new JinjaException("the template takes more than " + STEPS + " steps");
    }
  }

  void enter() {
    if (++depth > DEPTH) {
      throw new JinjaException("macros call each other more than " + DEPTH + " deep");
    }
  }

  void leave() {
    depth--;
  }

  int line() {
    return line;
  }
}
