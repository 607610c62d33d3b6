package dev.seal;

import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import java.util.List;

/** A token a word; the scripted model needs their number only. */
final class WordTokenizer implements Tokenizer {

  @Override
  public TokenIds encode(String text) {
    return TokenIds.of(new int[text.split("\\s+").length]);
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
