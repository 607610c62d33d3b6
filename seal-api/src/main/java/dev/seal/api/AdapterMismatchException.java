package dev.seal.api;

/**
 * An adapter was made for another base model, or does not fit this one. Load the model that the
 * message names.
 */
public class AdapterMismatchException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public AdapterMismatchException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public AdapterMismatchException(String message, Throwable cause) {
    super(message, cause);
  }
}
