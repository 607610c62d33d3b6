package dev.seal.api;

/**
 * The root of what this library throws beyond wrong arguments and wrong moments; its subclasses are
 * named for what to do next.
 */
public class SealException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public SealException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public SealException(String message, Throwable cause) {
    super(message, cause);
  }
}
