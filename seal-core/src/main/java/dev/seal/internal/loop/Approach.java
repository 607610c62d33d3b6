package dev.seal.internal.loop;

import static java.util.Objects.requireNonNull;

import dev.seal.api.SelfEdit;
import dev.seal.api.model.LanguageModel;
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

  /** Whether a model writes lessons. */
  default boolean writes() {
    return false;
  }

  /** Whether candidates are lessons that someone wrote. */
  default boolean hasEdits() {
    return writes();
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

    @Override
    public boolean writes() {
      return true;
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

    @Override
    public boolean hasEdits() {
      return true;
    }
  }

  /** Another model writes lessons. */
  record WrittenBy<T>(LanguageModel author) implements Approach<T> {
    public WrittenBy {
      requireNonNull(author, "author");
    }

    @Override
    public String label() {
      return "written by " + author.info().name();
    }

    @Override
    public boolean writes() {
      return true;
    }
  }
}
