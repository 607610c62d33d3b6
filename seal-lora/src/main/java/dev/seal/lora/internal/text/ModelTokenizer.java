package dev.seal.lora.internal.text;

import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import java.util.List;

/** The tokenizer of a checkpoint. Safe for use by several threads. */
public final class ModelTokenizer implements Tokenizer, AutoCloseable {

  private final List<Integer> endTokens;

  private ModelTokenizer(List<Integer> endTokens) {
    this.endTokens = endTokens;
  }

  /**
   * Builds the tokenizer of a checkpoint, which may be closed afterwards.
   *
   * @return the tokenizer, owned by the caller
   */
  public static ModelTokenizer of(Checkpoint checkpoint) {
    return new ModelTokenizer(checkpoint.endTokens());
  }

  @Override
  public TokenIds encode(String text) {
    throw new UnsupportedOperationException("follows in the next commits");
  }

  @Override
  public TokenIds encode(Prompt prompt) {
    throw new UnsupportedOperationException("follows in the next commits");
  }

  @Override
  public String decode(TokenIds ids) {
    throw new UnsupportedOperationException("follows in the next commits");
  }

  @Override
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    throw new UnsupportedOperationException("follows in the next commits");
  }

  @Override
  public boolean hasChatTemplate() {
    return false;
  }

  @Override
  public int endToken() {
    return endTokens.get(0);
  }

  /** All tokens that end a completion, {@link #endToken()} first. */
  public List<Integer> endTokens() {
    return endTokens;
  }

  @Override
  public void close() {}
}
