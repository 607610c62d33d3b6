package dev.seal;

/** Frees things on the way out of a failure, without hiding it. */
final class Closing {

  private Closing() {}

  static void afterFailure(AutoCloseable owned, Throwable failure) {
    try {
      owned.close();
    } catch (Exception second) {
      failure.addSuppressed(second);
    }
  }
}
