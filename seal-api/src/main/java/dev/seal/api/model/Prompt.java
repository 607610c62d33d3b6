package dev.seal.api.model;

import java.util.List;

/** What a model is given to continue. */
public sealed interface Prompt {

  /**
   * Text to be continued as it stands, without a chat template. Names of control tokens in it are
   * text, see {@link #rendered}.
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
   * Text as a chat template would write it: names of control tokens in it, such as {@code
   * <|im_start|>}, are those tokens, wherever they come from. Only for text that holds nothing of
   * unknown origin.
   *
   * @param text the text
   * @return the prompt
   */
  static Prompt rendered(String text) {
    return new Rendered(text);
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
   * See {@link Prompt#rendered(String)}.
   *
   * @param text the text
   */
  record Rendered(String text) implements Prompt {}

  /**
   * See {@link Prompt#tokens(TokenIds)}.
   *
   * @param ids the tokens
   */
  record Tokens(TokenIds ids) implements Prompt {}
}
