package dev.seal.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Ends work in order when the process is told to stop, as by Ctrl-C: cancels it, and lets the
 * process end only when it has stopped, as native code must not lose its libraries while it
 * computes. The process then ends with the signal's exit code, 130 for Ctrl-C.
 */
final class Interrupts {

  private static final int LONGEST_WAIT_SECONDS = 60;
  private static final int TRIES_PER_SECOND = 10;

  private Interrupts() {}

  /**
   * Does work.
   *
   * @param cancel makes the work throw soon; called by another thread
   */
  static <R> R during(Supplier<R> work, Runnable cancel) {
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook = new Thread(() -> stop(cancel, ended), "stop");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.get();
    } finally {
      ended.countDown();
      forget(hook);
    }
  }

  private static void stop(Runnable cancel, CountDownLatch ended) {
    try {
      // More than once: between two calls there is nothing to cancel.
      for (int tries = 0; tries < LONGEST_WAIT_SECONDS * TRIES_PER_SECOND; tries++) {
        cancel.run();
        if (ended.await(1000 / TRIES_PER_SECOND, TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The process is ending, and the hook runs.
    }
  }
}
