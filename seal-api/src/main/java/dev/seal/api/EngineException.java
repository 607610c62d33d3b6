package dev.seal.api;

/** The native engine failed. What was under way is lost; the model stays as it was. */
public class EngineException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public EngineException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
