package dev.seal.internal.loop;

import java.util.concurrent.CancellationException;

/** Whether one call is to end early. Safe for use by several threads. */
public final class Cancellation {

  private volatile boolean cancelled;

  /** Makes the next {@link #check} end the call. */
  public void cancel() {
    cancelled = true;
  }

  /**
   * Ends the call if it was cancelled or its thread interrupted. The interrupt status stays set.
   */
  public void check() {
    if (cancelled) {
      throw new CancellationException("cancelled; no adapter of this call is left");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException(
          "the thread was interrupted; no adapter of this call is left");
    }
  }
}
