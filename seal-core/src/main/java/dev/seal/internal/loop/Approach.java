package dev.seal.internal.loop;

import static java.util.Objects.requireNonNull;

import dev.seal.api.SelfEdit;
import java.util.List;
import java.util.function.Function;

/** What makes the candidates of an input. */
public sealed interface Approach<T> {

  /** The name in settings and reports. */
  String label();

  /** Whether candidates have adapters. */
  default boolean trains() {
    return true;
  }

  /** Whether candidates answer with the input in view. */
  default boolean seesInput() {
    return false;
  }

  /** The model writes lessons. */
  record SelfEdits<T>() implements Approach<T> {
    @Override
    public String label() {
      return "self-edit";
    }
  }

  /** No candidates. */
  record Frozen<T>() implements Approach<T> {
    @Override
    public String label() {
      return "frozen";
    }

    @Override
    public boolean trains() {
      return false;
    }
  }

  /** One lesson, from the input alone. */
  record InputOnly<T>() implements Approach<T> {
    @Override
    public String label() {
      return "passage";
    }
  }

  /** One candidate without training, which sees the input. */
  record InContext<T>() implements Approach<T> {
    @Override
    public String label() {
      return "in-context";
    }

    @Override
    public boolean trains() {
      return false;
    }

    @Override
    public boolean seesInput() {
      return true;
    }
  }

  /** Lessons from outside. */
  record Given<T>(Function<? super T, List<SelfEdit>> edits) implements Approach<T> {
    public Given {
      requireNonNull(edits, "edits");
    }

    @Override
    public String label() {
      return "given";
    }
  }
}
