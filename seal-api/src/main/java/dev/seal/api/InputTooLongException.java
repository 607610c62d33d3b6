package dev.seal.api;

/**
 * An input does not fit into the model's window. Shorten it, or choose a model with a larger
 * window.
 */
public class InputTooLongException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public InputTooLongException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public InputTooLongException(String message, Throwable cause) {
    super(message, cause);
  }
}
