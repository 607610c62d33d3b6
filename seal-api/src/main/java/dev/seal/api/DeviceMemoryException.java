package dev.seal.api;

/**
 * The device's memory ran out in native code. The model stays as it was, and the same call may
 * succeed with a smaller {@link dev.seal.api.model.EngineOptions#batchTokens()}.
 */
public final class DeviceMemoryException extends EngineException {

  private static final long serialVersionUID = 1L;

  /**
   * With a message and a cause.
   *
   * @param message what was asked for, and the remedy
   * @param cause what the native code said
   */
  public DeviceMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}
