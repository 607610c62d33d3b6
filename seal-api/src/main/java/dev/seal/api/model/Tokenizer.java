package dev.seal.api.model;

import java.util.List;

/**
 * A model's vocabulary and chat template. Safe for use by several threads. Owned by its model, and
 * of no use after the model is closed.
 */
public interface Tokenizer {

  /**
   * The tokens of a text. Nothing is added in front or behind. Text is text: the name of a control
   * token in it, such as {@code <|im_end|>}, becomes ordinary tokens that spell it. Control tokens
   * come from chat prompts, from {@link Prompt#rendered} and {@link Prompt#tokens}.
   *
   * @param text the text; half surrogate pairs are read as U+FFFD
   * @return its tokens
   */
  TokenIds encode(String text);

  /**
   * The tokens of a prompt, after the chat template where one applies. What the template writes may
   * be control tokens; what messages and texts say is text, as in {@link #encode(String)}.
   *
   * @param prompt the prompt
   * @return its tokens
   * @throws IllegalArgumentException if the prompt is a {@link Prompt.Chat} and the model has no
   *     chat template, or if it holds a token id outside the vocabulary
   * @throws dev.seal.api.UnsupportedModelException if the prompt needs the chat template, and that
   *     uses something that cannot be rendered
   */
  TokenIds encode(Prompt prompt);

  /**
   * The text of tokens; special tokens are left out.
   *
   * @param ids the tokens
   * @return the text
   */
  String decode(TokenIds ids);

  /**
   * A stream of text for a stream of tokens.
   *
   * @return a new stream
   */
  TextStream textStream();

  /**
   * A conversation as text, by the model's chat template or the {@link ChatFormat} set in its
   * place. The text does not say which names of control tokens are meant and which a message
   * spells: {@link #encode(Prompt)} knows.
   *
   * @param messages the messages, at least one
   * @param generationPrompt whether to open the assistant's turn at the end
   * @return the text that the model sees
   * @throws IllegalStateException if the model has no chat template
   * @throws IllegalArgumentException if the chat template itself refuses the messages
   * @throws dev.seal.api.UnsupportedModelException if the chat template uses something that cannot
   *     be rendered; prompts of plain text still work
   */
  String render(List<ChatMessage> messages, boolean generationPrompt);

  /**
   * Whether the model has a chat template, be it one that {@link #render} supports or not, or a
   * {@link ChatFormat} in its place.
   *
   * @return true if it has one
   */
  boolean hasChatTemplate();

  /**
   * The token that ends a completion and closes a training document. Where several end a
   * completion, as {@code <|end_of_text|>} and {@code <|eot_id|>} do in Llama 3, it is the one that
   * the model's tokenizer calls its end token: for an instruction-tuned model, the end of a turn.
   *
   * @return the id
   */
  int endToken();
}
