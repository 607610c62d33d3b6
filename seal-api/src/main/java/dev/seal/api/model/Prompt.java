package dev.seal.api.model;

import java.util.List;

/** What a model is given to continue. */
public sealed interface Prompt {

  /**
   * Text to be continued as it stands, without a chat template.
   *
   * @param text the text
   * @return the prompt
   */
  static Prompt text(String text) {
    return new Text(text);
  }

  /**
   * An instruction: the user's turn of the model's chat template, or the text as it stands where
   * the model has no template.
   *
   * @param text the instruction
   * @return the prompt
   */
  static Prompt instruction(String text) {
    return new Instruction(text);
  }

  /**
   * A conversation, rendered by the model's chat template and followed by the opening of the
   * assistant's turn.
   *
   * @param messages the messages, at least one
   * @return the prompt
   */
  static Prompt chat(List<ChatMessage> messages) {
    return new Chat(messages);
  }

  /**
   * Tokens to be continued as they stand.
   *
   * @param ids the tokens
   * @return the prompt
   */
  static Prompt tokens(TokenIds ids) {
    return new Tokens(ids);
  }

  /**
   * See {@link Prompt#text(String)}.
   *
   * @param text the text
   */
  record Text(String text) implements Prompt {}

  /**
   * See {@link Prompt#instruction(String)}.
   *
   * @param text the instruction
   */
  record Instruction(String text) implements Prompt {}

  /**
   * See {@link Prompt#chat(List)}.
   *
   * @param messages the messages, at least one
   */
  record Chat(List<ChatMessage> messages) implements Prompt {

    /**
     * Checks and copies.
     *
     * @param messages the messages, at least one
     * @throws IllegalArgumentException if there is no message
     */
    public Chat {
      messages = List.copyOf(messages);
      if (messages.isEmpty()) {
        throw new IllegalArgumentException("a chat prompt needs at least one message");
      }
    }
  }

  /**
   * See {@link Prompt#tokens(TokenIds)}.
   *
   * @param ids the tokens
   */
  record Tokens(TokenIds ids) implements Prompt {}
}
