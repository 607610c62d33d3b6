package dev.seal.api;

/**
 * A data file is damaged or not in the expected form; the message names the file and the place in
 * it. Correct the file or give another one.
 */
public class DataFormatException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public DataFormatException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public DataFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
