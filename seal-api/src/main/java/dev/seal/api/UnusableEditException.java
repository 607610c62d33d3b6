package dev.seal.api;

/**
 * A self-edit cannot be turned into training documents. The cycle lists the candidate as rejected
 * with this reason and goes on.
 */
public class UnusableEditException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public UnusableEditException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public UnusableEditException(String message, Throwable cause) {
    super(message, cause);
  }
}
