package dev.seal;

import dev.seal.api.SelfEdit;
import dev.seal.api.model.LanguageModel;
import dev.seal.internal.loop.Approach;
import java.util.List;
import java.util.function.Function;

/**
 * How a model is brought to know an input: the paper's way, or one of the baselines that it is
 * compared with (paper, section 4). All take the same path through the loop and differ in its first
 * step. Immutable.
 *
 * @param <T> one thing to learn
 */
public final class Method<T> {

  private final Approach<T> approach;

  private Method(Approach<T> approach) {
    this.approach = approach;
  }

  /**
   * The model writes {@link SealBuilder#selfEdits} lessons and trains an adapter on each. The
   * default.
   *
   * @param <T> one thing to learn
   * @return the method {@code self-edit}
   */
  public static <T> Method<T> selfEdits() {
    return new Method<>(new Approach.SelfEdits<>());
  }

  /**
   * The model as it is: nothing is trained, there are no candidates, and questions are answered
   * without the input in view.
   *
   * @param <T> one thing to learn
   * @return the method {@code frozen}
   */
  public static <T> Method<T> frozen() {
    return new Method<>(new Approach.Frozen<>());
  }

  /**
   * One adapter is trained on the input alone, without a self-edit (the paper's "train on
   * passage").
   *
   * @param <T> one thing to learn
   * @return the method {@code passage}
   */
  public static <T> Method<T> inputOnly() {
    return new Method<>(new Approach.InputOnly<>());
  }

  /**
   * Nothing is trained; questions are answered with the input in view. There is one candidate,
   * without an adapter.
   *
   * @param <T> one thing to learn
   * @return the method {@code in-context}
   */
  public static <T> Method<T> inContext() {
    return new Method<>(new Approach.InContext<>());
  }

  /**
   * Someone else wrote the lessons, such as a larger model: one adapter is trained on each.
   *
   * @param edits gives the lessons of an input, at least one; called once per input before the
   *     model does any work. Equal inputs must get equal lessons for a run to be repeatable
   * @param <T> one thing to learn
   * @return the method {@code given}
   */
  public static <T> Method<T> given(Function<? super T, List<SelfEdit>> edits) {
    return new Method<>(new Approach.Given<>(edits));
  }

  /**
   * Another model writes the lessons, with the same prompts and sampling: {@link
   * SealBuilder#selfEdits} for each input.
   *
   * @param author an open model; it stays the caller's
   * @param <T> one thing to learn
   * @return the method {@code written by ...}, with the author's name
   */
  public static <T> Method<T> writtenBy(LanguageModel author) {
    return new Method<>(new Approach.WrittenBy<>(author));
  }

  /**
   * The name in settings and reports.
   *
   * @return {@code self-edit}, {@code frozen}, {@code passage}, {@code in-context}, {@code given}
   *     or {@code written by ...}
   */
  public String name() {
    return approach.label();
  }

  Approach<T> approach() {
    return approach;
  }

  @Override
  public String toString() {
    return name();
  }
}
