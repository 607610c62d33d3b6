package dev.seal.api.model;

/**
 * One message of a conversation, as a chat template takes it.
 *
 * @param role who speaks: {@code system}, {@code user} or {@code assistant}; not blank
 * @param content what is said
 */
public record ChatMessage(String role, String content) {

  /**
   * Checks.
   *
   * @param role who speaks: {
   * @param content what is said
   * @throws IllegalArgumentException if the role is blank
   */
  public ChatMessage {
    if (role.isBlank()) {
      throw new IllegalArgumentException("the role of a chat message must not be blank");
    }
  }
}
