package dev.seal.api;

/**
 * A model that marks answers gave a verdict that cannot be read as yes or no; the message holds the
 * verdict and the question. It is never taken for a wrong answer. Let another model judge, or give
 * it more tokens.
 */
public class JudgeException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public JudgeException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public JudgeException(String message, Throwable cause) {
    super(message, cause);
  }
}
