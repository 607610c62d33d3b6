package dev.seal.api;

/**
 * A model, tokenizer or adapter file is missing, cannot be opened, is damaged, or contradicts
 * itself; the message names the file and the place in it. Give the right path, or get the file
 * again.
 */
public class ModelFormatException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public ModelFormatException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public ModelFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
