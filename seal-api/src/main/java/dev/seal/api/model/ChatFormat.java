package dev.seal.api.model;

import java.util.List;

/**
 * Writes a conversation as the text that a model was trained on. It takes the place of a model's
 * own chat template where that is missing, wrong or cannot be rendered; see {@link
 * EngineOptions.Builder#chatFormat}. Must be safe for use by several threads.
 */
@FunctionalInterface
public interface ChatFormat {

  /**
   * Writes a conversation. The names of control tokens that the format itself writes become those
   * tokens; names that stand in a message stay text, and reach the format in disguise: one
   * character of each is another, so that a format should copy contents and not look into them.
   *
   * @param messages the messages, at least one
   * @param generationPrompt whether to open the assistant's turn at the end
   * @return the text that the model sees
   * @throws IllegalArgumentException if the format has no place for these messages
   */
  String render(List<ChatMessage> messages, boolean generationPrompt);

  /**
   * ChatML, the format of Qwen and SmolLM: each message as {@code <|im_start|>ROLE}, its content on
   * the next lines, and {@code <|im_end|>}. Nothing is added, no system message either.
   *
   * @return the format
   */
  static ChatFormat chatMl() {
    return (messages, generationPrompt) -> {
      StringBuilder text = new StringBuilder();
      for (ChatMessage message : messages) {
        text.append("<|im_start|>").append(message.role()).append('\n');
        text.append(message.content()).append("<|im_end|>\n");
      }
      return text.append(generationPrompt ? "<|im_start|>assistant\n" : "").toString();
    };
  }
}
