package dev.seal.api.model;

/**
 * Turns tokens into text as they come. A character may take several tokens; it is given once it is
 * whole, so that no piece holds half a character. In vocabularies with tokens for single bytes,
 * such as Llama 2's, a row of them is text or none as a whole, so it is given when it ends. The
 * pieces one after the other are what {@link Tokenizer#decode} makes of all tokens. For one stream
 * of tokens; not safe for use by several threads.
 */
public interface TextStream {

  /**
   * Takes one more token.
   *
   * @param token the id
   * @return the text that is certain now, which may be empty
   * @throws IllegalArgumentException if the id is outside the vocabulary
   * @throws IllegalStateException if the stream is finished or its model is closed
   */
  String next(int token);

  /**
   * Ends the stream.
   *
   * @return the text that was held back; bytes that are no character are given as U+FFFD
   * @throws IllegalStateException if the stream is finished or its model is closed
   */
  String finish();
}
