package dev.seal;

import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import java.util.List;
import java.util.stream.Stream;

/** A token a word: the numbers from 1 to 5 are their own tokens, and all others are token 0. */
final class WordTokenizer implements Tokenizer {

  @Override
  public TokenIds encode(String text) {
    return TokenIds.of(
        Stream.of(text.split("\\s+"))
            .mapToInt(word -> word.matches("[1-5]") ? Integer.parseInt(word) : 0)
            .toArray());
  }

  @Override
  public TokenIds encode(Prompt prompt) {
    return prompt instanceof Prompt.Text text
        ? encode(text.text())
        : encode(((Prompt.Instruction) prompt).text());
  }

  @Override
  public String decode(TokenIds ids) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TextStream textStream() {
    throw new UnsupportedOperationException();
  }

  @Override
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean hasChatTemplate() {
    return false;
  }

  @Override
  public int endToken() {
    return 0;
  }
}
