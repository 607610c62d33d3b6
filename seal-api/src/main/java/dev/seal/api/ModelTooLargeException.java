package dev.seal.api;

/** A model's weights are more than the device's whole memory. Nothing of it was loaded. */
public class ModelTooLargeException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public ModelTooLargeException(String message) {
    super(message);
  }
}
