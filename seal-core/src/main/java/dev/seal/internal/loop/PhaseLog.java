package dev.seal.internal.loop;

import dev.seal.api.event.Phase;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.Progress;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Runs phases: tells the listener, takes the time, and ends the call where it was cancelled. */
final class PhaseLog {

  private final SealListener listener;
  private final Cancellation cancellation;
  private final Map<Phase, Duration> times = new EnumMap<>(Phase.class);

  PhaseLog(SealListener listener, Cancellation cancellation) {
    this.listener = listener;
    this.cancellation = cancellation;
  }

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
    times.put(phase, time);
    listener.phaseFinished(new PhaseFinished(phase, items, tokens.applyAsLong(result), time));
    return result;
  }

  Map<Phase, Duration> times() {
    return Collections.unmodifiableMap(new EnumMap<>(times));
  }
}
