package dev.seal.lora.internal.train;

import dev.seal.api.InputTooLongException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import java.util.Arrays;

/**
 * A training document as tokens.
 *
 * @param tokens the tokens, at least two
 * @param lossFrom the first token that the loss counts, at least 1; may be behind the last
 */
record Document(TokenIds tokens, int lossFrom) {

  /**
   * Tokenises a document and cuts it.
   *
   * @throws InputTooLongException if it is longer than the window after the cut
   * @throws IllegalArgumentException if a token is not in the vocabulary
   */
  static Document of(TrainingDocument document, Tokenizer tokenizer, int maxLength, int window) {
    int[] tokens;
    int lossFrom = 1;
    if (document instanceof TrainingDocument.Text text) {
      tokens = withEnd(tokenizer.encode(text.text()).toArray(), new int[0], tokenizer);
    } else if (document instanceof TrainingDocument.Completion completion) {
      int[] prompt = tokenizer.encode(completion.prompt()).toArray();
      tokens = withEnd(prompt, tokenizer.encode(completion.completion()).toArray(), tokenizer);
      lossFrom = completion.lossOnPrompt() ? 1 : Math.max(1, prompt.length);
    } else {
      TrainingDocument.Tokens given = (TrainingDocument.Tokens) document;
      tokens = tokenizer.encode(Prompt.tokens(given.ids())).toArray();
      lossFrom = given.lossFrom();
    }
    if (tokens.length > maxLength) {
      tokens = Arrays.copyOf(tokens, maxLength);
    }
    if (tokens.length > window) {
      throw new InputTooLongException(
          "a training document has "
              + tokens.length
              + " tokens, but the model's window is "
              + window
              + "; set a maximum length of at most that, or split the document");
    }
    return new Document(TokenIds.of(tokens), lossFrom);
  }

  /** What is wrong with a document without supervised tokens. */
  String unusable() {
    return "a training document of "
        + tokens.size()
        + " tokens has none from position "
        + lossFrom
        + " on for the loss to count; raise the maximum length, or give a longer document";
  }

  /** How many tokens the loss counts; below 1 where the cut left none. */
  int supervised() {
    return tokens.size() - lossFrom;
  }

  private static int[] withEnd(int[] first, int[] second, Tokenizer tokenizer) {
    int[] tokens = Arrays.copyOf(first, first.length + second.length + 1);
    System.arraycopy(second, 0, tokens, first.length, second.length);
    tokens[tokens.length - 1] = tokenizer.endToken();
    return tokens;
  }
}
