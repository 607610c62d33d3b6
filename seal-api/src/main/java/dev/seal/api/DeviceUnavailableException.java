package dev.seal.api;

/**
 * The device that was asked for is not there, or its native library is not on the class path. Ask
 * for another, or install it.
 */
public class DeviceUnavailableException extends SealException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message.
   *
   * @param message what was wrong, the value, and the remedy
   */
  public DeviceUnavailableException(String message) {
    super(message);
  }

  /**
   * With a message and a cause.
   *
   * @param message what was wrong, the value, and the remedy
   * @param cause what led to it
   */
  public DeviceUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
