package dev.seal.internal.loop;

import org.jspecify.annotations.Nullable;

/** Frees things on the way out of a failure, without hiding it. */
public final class Closing {

  private Closing() {}

  /** Closes it, where there is anything; what goes wrong in that is suppressed in the failure. */
  public static void afterFailure(@Nullable AutoCloseable owned, Throwable failure) {
    if (owned == null) {
      return;
    }
    try {
      owned.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
  }
}
