package dev.seal;

import static java.util.Objects.requireNonNull;

import com.google.common.collect.Lists;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.task.QuestionWriting;
import dev.seal.internal.journal.Steps;
import dev.seal.internal.loop.Adapted;
import dev.seal.internal.loop.Cancellation;
import dev.seal.internal.loop.Closing;
import dev.seal.internal.loop.InnerLoop;
import dev.seal.internal.loop.PhaseLog;
import dev.seal.internal.loop.Seeds;
import dev.seal.internal.loop.Subject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

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

  private final LanguageModel base;
  private final boolean ownsModel;
  private final Parts<T> parts;
  private final @Nullable RunFolder folder;
  private final String part;

  // The base, or what it was improved to, which is this Seal's own.
  private volatile LanguageModel model;

  // How many recorded calls of each name have ended well.
  private final Map<String, Integer> ended = new HashMap<>();

  // Null while idle, the running call's cancellation, or CLOSED.
  private final AtomicReference<Cancellation> state = new AtomicReference<>();

  Seal(
      LanguageModel model,
      boolean ownsModel,
      Parts<T> parts,
      @Nullable RunFolder folder,
      String part) {
    this.base = model;
    this.model = model;
    this.ownsModel = ownsModel;
    this.parts = parts;
    this.folder = folder;
    this.part = part;
    innerLoop(); // refuses what cannot work before anything is done
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
   * @param input what is to be learned. Without questions it gets some by the model where the task
   *     can ask for them ({@link QuestionWriting})
   * @return the candidates and the best one's adapter, owned by the caller
   * @throws IllegalArgumentException if the input has no questions and the model could write none
   *     that can be kept, or {@link Method#given} gave no self-edits for it
   * @throws dev.seal.api.InputTooLongException if a prompt does not fit into the model's window
   * @throws dev.seal.api.SealException if the engine, the task, the judge or the reward fails
   * @throws java.util.concurrent.CancellationException if {@link #cancel()} was called or the
   *     thread was interrupted, whose interrupt status stays set
   * @throws IllegalStateException if another call is running, this is closed, or the reward is the
   *     {@linkplain Reward#proxy() proxy}, which trains no adapter
   */
  public Adaptation<T> adapt(T input) {
    return adaptEach(List.of(requireNonNull(input, "input"))).get(0);
  }

  /**
   * Adapts the model to each input by itself: every input has its own adapters, and all share the
   * batches, {@link SealSettings#inputsAtOnce()} inputs at a time. An input's result is the same as
   * alone, beyond f32 rounding. All inputs are checked before the model does any work, and those
   * without questions have theirs before any training. Where it throws, nothing is left behind:
   * adapters of inputs that were done are closed too.
   *
   * @param inputs what is to be learned, as in {@link #adapt}
   * @return one Adaptation per input, in their order, owned by the caller; an unmodifiable list
   * @throws IllegalArgumentException as {@link #adapt}
   * @throws dev.seal.api.InputTooLongException as {@link #adapt}
   * @throws dev.seal.api.SealException as {@link #adapt}
   * @throws java.util.concurrent.CancellationException as {@link #adapt}
   * @throws IllegalStateException as {@link #adapt}
   */
  public List<Adaptation<T>> adaptEach(List<T> inputs) {
    List<T> all = List.copyOf(inputs);
    if (!parts.measures()) {
      throw new IllegalStateException(
          "the proxy reward trains no adapter to give back; it is for improve(...), or use a reward"
              + " that trains");
    }
    return call(
        cancellation -> {
          List<Adaptation<T>> done = new ArrayList<>(all.size());
          try (Steps steps = Steps.none()) {
            adaptGroups(all, cancellation, steps, done);
            return Collections.unmodifiableList(done);
          } catch (RuntimeException | Error failure) {
            done.forEach(adaptation -> Closing.afterFailure(adaptation, failure));
            throw failure;
          }
        });
  }

  private void adaptGroups(
      List<T> all, Cancellation cancellation, Steps steps, List<Adaptation<T>> done) {
    OuterLoop<T> work = new OuterLoop<>(parts, base, steps, part, cancellation);
    InnerLoop<T> loop = innerLoop();
    PhaseLog phases = new PhaseLog(parts.listener(), cancellation, steps, part + "/adapt");
    // For all inputs first: where one is left without a question, nothing has been trained yet.
    List<Subject<T>> asked =
        work.questioned(
            parts.roles(model, base),
            settings().forUse(),
            work.subjects(all, model),
            new Seeds(settings().seed()),
            phases);
    asked.forEach(Subject::requireQuestions);
    for (List<Subject<T>> group : Lists.partition(asked, settings().inputsAtOnce())) {
      for (Adapted<T> adapted : loop.run(group, phases.next("from-" + done.size()), true)) {
        done.add(new Adaptation<>(adapted, parts.approach(), loop.answering()));
      }
    }
  }

  private InnerLoop<T> innerLoop() {
    return new InnerLoop<>(
        parts.roles(model, base),
        parts.task(),
        parts.approach(),
        parts.scoring(),
        settings().forUse(),
        new Seeds(settings().seed()),
        parts.listener());
  }

  /**
   * Measures what the method reaches over many inputs: as {@link #adaptEach}, but no adapter is
   * kept, so that any number of inputs may be given, and with a {@link RunFolder} every group of
   * inputs is recorded when it is done. Inputs without questions, for which the model cannot write
   * any either, are left out and listed.
   *
   * @param inputs what is to be learned, at least one
   * @return what became of them
   * @throws IllegalArgumentException if there is no input, {@link Method#given} gave no self-edits
   *     for one, or one has no questions and the task cannot ask for them ({@link QuestionWriting})
   * @throws dev.seal.api.InputTooLongException if a prompt does not fit into the model's window
   * @throws dev.seal.api.SealException if the engine, the task, the judge or the reward fails
   * @throws java.util.concurrent.CancellationException if {@link #cancel()} was called or the
   *     thread was interrupted, whose interrupt status stays set
   * @throws IllegalStateException if another call is running, this is closed, or the folder's
   *     results were made with other settings
   * @throws java.io.UncheckedIOException if the folder cannot be written
   */
  public Evaluation<T> evaluate(List<T> inputs) {
    return recorded(
        "evaluate",
        inputs,
        (work, subjects) -> {
          work.claim(model, subjects, Map.of());
          return work.evaluate(model, subjects);
        });
  }

  /**
   * Teaches the model to write better self-edits: the outer loop, ReST-EM (paper, section 3.1). In
   * each round the model writes self-edits about the round's inputs, each is trained on and
   * rewarded, and the model is fine-tuned on the chosen ones; the next round begins with the model
   * that came out. Afterwards this Seal works with the improved model, which it owns: {@link
   * #model()} gives it, and {@link LanguageModel#save} writes it to a folder. The model that the
   * Seal was built with stays as it is. Improving again goes on from the improved model, which is
   * closed then, with the adapters that were made on it.
   *
   * @param inputs what is to be learned, as many as the rounds need, in an order that does not
   *     matter to them: shuffle it first where it does. Those without questions get some by the
   *     model ({@link QuestionWriting}), as in {@link #evaluate}
   * @return what was done
   * @throws IllegalArgumentException as {@link #evaluate}, or if there are not enough inputs
   * @throws dev.seal.api.InputTooLongException as {@link #evaluate}
   * @throws dev.seal.api.SealException as {@link #evaluate}, or if fine-tuning diverges
   * @throws java.util.concurrent.CancellationException as {@link #evaluate}; the model is then the
   *     one from before the call
   * @throws IllegalStateException as {@link #evaluate}, or if the method is not {@link
   *     Method#selfEdits()}, {@link Method#given} or {@link Method#writtenBy}
   * @throws java.io.UncheckedIOException as {@link #evaluate}
   */
  public Improvement<T> improve(List<T> inputs) {
    if (!parts.approach().hasEdits()) {
      throw new IllegalStateException(
          "the method "
              + parts.approach().label()
              + " has no self-edits to learn from; use Method.selfEdits()");
    }
    return recorded(
        "improve",
        inputs,
        (work, subjects) -> {
          work.requireEnough(subjects.size());
          work.claim(model, subjects, settings().ofRounds());
          OuterLoop.Improved<T> improved = work.improve(model, subjects);
          replace(improved.model());
          return new Improvement<>(improved.rounds(), settings(), model.info());
        });
  }

  /**
   * Trains one adapter for all inputs together (paper, section 4, "continued pretraining"): the
   * documents of all their lessons in one pool, with {@link SealSettings#joint()}. The paper's
   * lessons for this are whole edits; the task decides ({@code Knowledge.withWholeEdits()}).
   *
   * @param inputs what is to be learned, at least one
   * @return the adapter and its marks, owned by the caller
   * @throws IllegalArgumentException if there is no input, one has no questions and the model could
   *     write none that can be kept, or all self-edits were rejected
   * @throws dev.seal.api.InputTooLongException as {@link #evaluate}
   * @throws dev.seal.api.SealException as {@link #evaluate}, or if training diverges
   * @throws java.util.concurrent.CancellationException as {@link #evaluate}
   * @throws IllegalStateException as {@link #evaluate}, or if the method trains nothing or the
   *     reward is the proxy
   * @throws java.io.UncheckedIOException as {@link #evaluate}
   */
  public JointAdaptation<T> adaptAll(List<T> inputs) {
    if (!parts.approach().trains() || !parts.measures()) {
      throw new IllegalStateException(
          "one adapter for all inputs needs a method and a reward that train, but these are "
              + parts.approach().label()
              + " and "
              + parts.reward().name());
    }
    return recorded(
        "adapt-all",
        inputs,
        (work, subjects) -> {
          work.claim(model, subjects, Map.of("joint", settings().joint().toString()));
          return work.adaptAll(model, subjects);
        });
  }

  private interface Recorded<T, R> {
    R run(OuterLoop<T> work, List<Subject<T>> subjects);
  }

  private <R> R recorded(String name, List<T> inputs, Recorded<T, R> work) {
    List<T> all = List.copyOf(inputs);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one input, but there are 0");
    }
    return call(
        cancellation -> {
          // A call that fails does not count, so that it goes on with its steps where it is tried
          // again.
          String path = part + '/' + name + '-' + (ended.getOrDefault(name, 0) + 1);
          R result = run(work, all, path, cancellation);
          ended.merge(name, 1, Integer::sum);
          return result;
        });
  }

  private <R> R run(Recorded<T, R> work, List<T> inputs, String path, Cancellation cancellation) {
    if (folder == null) {
      try (Steps steps = Steps.none()) {
        return run(work, inputs, new OuterLoop<>(parts, base, steps, path, cancellation));
      }
    }
    Steps steps = folder.journal();
    try {
      return run(work, inputs, new OuterLoop<>(parts, base, steps, path, cancellation));
    } catch (RuntimeException | Error failure) {
      steps.retry(path);
      throw failure;
    }
  }

  private <R> R run(Recorded<T, R> work, List<T> inputs, OuterLoop<T> loop) {
    return work.run(loop, loop.subjects(inputs, model));
  }

  private void replace(LanguageModel improved) {
    LanguageModel before = model;
    model = improved;
    if (before != base && before != improved) {
      before.close();
    }
  }

  private <R> R call(Function<Cancellation, R> work) {
    Cancellation cancellation = enter();
    try {
      return work.apply(cancellation);
    } finally {
      state.set(null);
    }
  }

  /**
   * The model that adapts itself, as it is without any adapter: the one that this was built with,
   * or the one that {@link #improve} left, which this Seal owns.
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
    return parts.settings();
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
    try {
      if (model != base) {
        model.close();
      }
      if (ownsModel) {
        base.close();
      }
    } catch (RuntimeException | Error failure) {
      state.set(null); // so that closing can be tried again
      throw failure;
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
