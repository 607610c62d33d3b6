package dev.seal.internal.loop;

import dev.seal.api.EngineException;
import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Progress;
import dev.seal.internal.journal.Steps;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Runs phases: takes results that were recorded before in the place of work, tells the listener,
 * takes the time, and ends the call where it was cancelled.
 */
public final class PhaseLog {

  private final SealListener listener;
  private final Cancellation cancellation;
  private final Steps steps;
  private final String path;
  private final @Nullable PhaseLog whole;
  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

  /**
   * A log whose phases are recorded under a path.
   *
   * @param path what stands in front of a phase's name in the steps, such as {@code group-3}
   */
  public PhaseLog(SealListener listener, Cancellation cancellation, Steps steps, String path) {
    this(listener, cancellation, steps, path, null);
  }

  private PhaseLog(
      SealListener listener,
      Cancellation cancellation,
      Steps steps,
      String path,
      @Nullable PhaseLog whole) {
    this.listener = listener;
    this.cancellation = cancellation;
    this.steps = steps;
    this.path = path;
    this.whole = whole;
  }

  /** A log under a longer path, for a part of the same work; its times count here too. */
  public PhaseLog part(String name) {
    return new PhaseLog(listener, cancellation, steps, path + '/' + name, this);
  }

  /** A log under a longer path, for work after this; its times begin with these. */
  public PhaseLog next(String name) {
    PhaseLog next = new PhaseLog(listener, cancellation, steps, path + '/' + name, null);
    next.times.putAll(times);
    return next;
  }

  /**
   * Does a phase, or takes its recorded result.
   *
   * @param type a record, as it is written to the run's folder
   */
  public <R extends Record> R step(
      Phase phase, int items, Class<R> type, Function<Progress, R> work, ToLongFunction<R> tokens) {
    R result = steps.step(name(phase), type, () -> run(phase, items, work, tokens));
    took(phase, steps.spent(name(phase)));
    return result;
  }

  /**
   * Does a phase even where its result was recorded, for what else it makes, and holds it against
   * the record.
   *
   * @throws EngineException if it comes out differently
   */
  <R extends Record> R again(
      Phase phase, int items, Class<R> type, Function<Progress, R> work, ToLongFunction<R> tokens) {
    if (!recorded(phase)) {
      return step(phase, items, type, work, tokens);
    }
    R result = run(phase, items, work, tokens);
    R before =
        step(
            phase,
            items,
            type,
            progress -> {
              throw new AssertionError(name(phase) + " is recorded");
            },
            tokens);
    if (!result.equals(before)) {
      throw new EngineException(
          "the step "
              + name(phase)
              + " was interrupted, and doing it again gave another result than the one recorded;"
              + " this machine computes differently from the one that began the run: go on there,"
              + " or start again in another folder");
    }
    return result;
  }

  /** Whether a phase's result was recorded. */
  boolean recorded(Phase phase) {
    return steps.has(name(phase));
  }

  /** Does a phase that is never recorded, as it only computes from what was. */
  <R> R run(Phase phase, int items, Function<Progress, R> work, ToLongFunction<R> tokens) {
    cancellation.check();
    listener.phaseStarted(new PhaseStarted(phase, items));
    long start = System.nanoTime();
    R result =
        work.apply(
            (done, total) -> {
              listener.phaseProgress(new PhaseProgress(phase, done, total));
              cancellation.check();
            });
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    listener.phaseFinished(new PhaseFinished(phase, items, tokens.applyAsLong(result), time));
    return result;
  }

  /** As {@link #run}, and takes the time. */
  <R> R timed(Phase phase, int items, Function<Progress, R> work) {
    long start = System.nanoTime();
    R result = run(phase, items, work, ignored -> 0);
    took(phase, Duration.ofNanos(System.nanoTime() - start));
    return result;
  }

  /** How long each phase took, in this process and in those that were interrupted. */
  public Map<Phase, Duration> times() {
    return Collections.unmodifiableMap(new EnumMap<>(times));
  }

  private void took(Phase phase, Duration time) {
    times.merge(phase, time, Duration::plus);
    if (whole != null) {
      whole.took(phase, time);
    }
  }

  private String name(Phase phase) {
    return path + '/' + phase.name().toLowerCase(Locale.ROOT);
  }
}
