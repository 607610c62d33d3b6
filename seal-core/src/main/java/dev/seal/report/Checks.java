package dev.seal.report;

import static java.util.Objects.requireNonNull;

/** Checks of arguments, with one wording for all. */
final class Checks {

  private Checks() {}

  static String text(String text, String what) {
    requireNonNull(text, what);
    if (text.isBlank()) {
      throw new IllegalArgumentException(
          "the " + what + " must not be blank, but was \"" + text + "\"; say what it is");
    }
    return text;
  }

  static double finite(double value, String what) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(
          what + " must be a finite number, but was " + value + "; leave such values out");
    }
    return value;
  }

  static double halfWidth(double value, String what) {
    if (finite(value, what) < 0) {
      throw new IllegalArgumentException(
          what + " must be 0 or more, but was " + value + "; give half the interval's width");
    }
    return value;
  }

  static IllegalArgumentException empty(String title, String what, String remedy) {
    return new IllegalArgumentException(
        "the chart \"" + title + "\" has no " + what + "; add one with " + remedy);
  }
}
