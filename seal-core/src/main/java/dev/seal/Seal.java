package dev.seal;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Lists;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.task.Task;
import dev.seal.internal.loop.Adapted;
import dev.seal.internal.loop.Approach;
import dev.seal.internal.loop.Cancellation;
import dev.seal.internal.loop.InnerLoop;
import dev.seal.internal.loop.Subject;
import dev.seal.internal.loop.Window;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A model that adapts itself to what it reads (SEAL, arXiv 2506.10943, section 3.1): it writes
 * self-edits about an input, trains an adapter on each, answers questions without the input in
 * view, and keeps the adapter that helped most. The model's own weights never change.
 *
 * <p>Owned by the caller, who closes it. Not for concurrent use: one call at a time, though {@link
 * #cancel()} may come from any thread. To work in several threads, give each its own Seal over one
 * open {@link LanguageModel}.
 *
 * @param <T> one thing to learn, such as a {@link dev.seal.api.Passage}
 */
public final class Seal<T> implements AutoCloseable {

  // What the state holds once closed; no call ever runs with it.
  private static final Cancellation CLOSED = new Cancellation();

  private final LanguageModel model;
  private final boolean ownsModel;
  private final Task<T> task;
  private final Approach<T> approach;
  private final SealSettings settings;
  private final InnerLoop<T> loop;

  // Null while idle, the running call's cancellation, or CLOSED.
  private final AtomicReference<Cancellation> state = new AtomicReference<>();

  Seal(
      LanguageModel model,
      boolean ownsModel,
      Task<T> task,
      Method<T> method,
      Reward reward,
      SealSettings settings,
      SealListener listener) {
    this.model = model;
    this.ownsModel = ownsModel;
    this.task = task;
    this.approach = method.approach();
    this.settings = settings;
    this.loop =
        new InnerLoop<>(model, task, approach, reward::reward, settings.forLoop(), listener);
  }

  /**
   * Begins a Seal: a model, a task, then what else there is to set.
   *
   * @return the first step
   */
  public static ModelStep builder() {
    return new BuilderSteps();
  }

  /**
   * Adapts the model to one input.
   *
   * @param input what is to be learned, with at least one question
   * @return the candidates and the best one's adapter, owned by the caller
   * @throws IllegalArgumentException if the input has no questions, or {@link Method#given} gave no
   *     self-edits for it
   * @throws dev.seal.api.InputTooLongException if a prompt does not fit into the model's window
   * @throws dev.seal.api.SealException if the engine, the task or the reward fails
   * @throws java.util.concurrent.CancellationException if {@link #cancel()} was called or the
   *     thread was interrupted
   * @throws IllegalStateException if another call is running, or this is closed
   */
  public Adaptation<T> adapt(T input) {
    return adaptEach(List.of(requireNonNull(input, "input"))).get(0);
  }

  /**
   * Adapts the model to each input by itself: every input has its own adapters, and all share the
   * batches, {@link SealSettings#inputsAtOnce()} inputs at a time. An input's result is the same as
   * alone, beyond f32 rounding. All inputs are checked before the model does any work. Where it
   * throws, nothing is left behind: adapters of inputs that were done are closed too.
   *
   * @param inputs what is to be learned, each with at least one question
   * @return one Adaptation per input, in their order, owned by the caller; an unmodifiable list
   * @throws IllegalArgumentException if an input has no questions, or {@link Method#given} gave no
   *     self-edits for it
   * @throws dev.seal.api.InputTooLongException if a prompt does not fit into the model's window
   * @throws dev.seal.api.SealException if the engine, the task or the reward fails
   * @throws java.util.concurrent.CancellationException if {@link #cancel()} was called or the
   *     thread was interrupted, whose interrupt status stays set
   * @throws IllegalStateException if another call is running, or this is closed
   */
  public List<Adaptation<T>> adaptEach(List<T> inputs) {
    List<T> all = List.copyOf(inputs);
    Cancellation cancellation = enter();
    List<Adaptation<T>> done = new ArrayList<>(all.size());
    try {
      List<Subject<T>> subjects =
          all.stream().map(input -> Subject.of(task, approach, input)).toList();
      if (approach.trains() || approach.seesInput()) {
        Window.requireRoom(subjects, model);
      }
      for (List<Subject<T>> group : Lists.partition(subjects, settings.inputsAtOnce())) {
        for (Adapted<T> adapted : loop.run(group, cancellation)) {
          done.add(new Adaptation<>(adapted, approach, loop.answering()));
        }
      }
      return Collections.unmodifiableList(done);
    } catch (RuntimeException | Error failure) {
      done.forEach(adaptation -> Closing.afterFailure(adaptation, failure));
      throw failure;
    } finally {
      state.set(null);
    }
  }

  /**
   * The model that adapts itself, as it is without any adapter.
   *
   * @return the model; it stays with its owner
   * @throws IllegalStateException if this is closed
   */
  public LanguageModel model() {
    if (state.get() == CLOSED) {
      throw closed();
    }
    return model;
  }

  /**
   * What is really used, and where it came from. Can be read after closing.
   *
   * @return the settings
   */
  public SealSettings settings() {
    return settings;
  }

  /**
   * Ends the running call between two batches: it throws {@link
   * java.util.concurrent.CancellationException} and leaves nothing behind. The Seal can be used
   * again. Without a running call this does nothing. May be called by any thread.
   */
  public void cancel() {
    Cancellation running = state.get();
    if (running != null) {
      running.cancel();
    }
  }

  /**
   * Closes the model where this Seal opened it, and with it the adapters of all its {@link
   * Adaptation}s. A model that was passed in stays open. Closing again does nothing.
   *
   * @throws IllegalStateException if a call is running
   */
  @Override
  public void close() {
    Cancellation before = state.compareAndExchange(null, CLOSED);
    if (before == CLOSED) {
      return;
    }
    if (before != null) {
      throw new IllegalStateException(
          "a Seal cannot be closed while a call runs; cancel() it and close after it has ended");
    }
    if (ownsModel) {
      try {
        model.close();
      } catch (RuntimeException | Error failure) {
        state.set(null); // so that closing can be tried again
        throw failure;
      }
    }
  }

  private Cancellation enter() {
    Cancellation mine = new Cancellation();
    Cancellation before = state.compareAndExchange(null, mine);
    if (before == CLOSED) {
      throw closed();
    }
    if (before != null) {
      throw new IllegalStateException(
          "a Seal runs one call at a time, and one is running; use one Seal per thread over a"
              + " shared LanguageModel, or wait");
    }
    return mine;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("this Seal is closed; build another one");
  }
}
