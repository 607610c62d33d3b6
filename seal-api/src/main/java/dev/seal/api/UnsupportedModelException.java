package dev.seal.api;

/**
 * A model is intact, but uses something this library does not compute; the message names it. Choose
 * another model or format.
 */
public class UnsupportedModelException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public UnsupportedModelException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public UnsupportedModelException(String message, Throwable cause) {
    super(message, cause);
  }
}
