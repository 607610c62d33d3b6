package dev.seal;

import dev.seal.api.event.SealListener;

/** Shows progress on standard error. */
public final class ConsoleProgress implements SealListener, AutoCloseable {

  /** Writes to standard error. */
  public ConsoleProgress() {}

  /** Ends the bar that is shown, if any. */
  @Override
  public void close() {}
}
