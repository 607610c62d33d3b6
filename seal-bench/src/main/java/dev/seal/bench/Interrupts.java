package dev.seal.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends work in order when the process is told to stop, as by Ctrl-C: cancels it, and lets the
 * process end only when it has stopped, as native code must not lose its libraries while it
 * computes. The process then ends with the signal's exit code, 130 for Ctrl-C.
 */
final class Interrupts implements AutoCloseable {

  private static final int LONGEST_WAIT_SECONDS = 60;

  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook;

  private Interrupts(Runnable cancel) {
    this.hook =
        new Thread(
            () -> {
              cancel.run();
              try {
                ended.await(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "stop");
  }

  /** Watches until it is closed. */
  static Interrupts to(Runnable cancel) {
    Interrupts interrupts = new Interrupts(cancel);
    Runtime.getRuntime().addShutdownHook(interrupts.hook);
    return interrupts;
  }

  /** Says that the work has ended, one way or the other. */
  @Override
  public void close() {
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException stopping) {
      // The process is ending, and the hook has run or is about to.
    }
  }
}
