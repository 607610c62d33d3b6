package dev.seal.api.model;

/** One text to be trained on, and which of its tokens the loss counts. */
public sealed interface TrainingDocument {

  /**
   * A text followed by the model's end token, with the loss on every token but the first.
   *
   * @param text the text, not blank
   * @return the document
   */
  static TrainingDocument text(String text) {
    return new Text(text);
  }

  /**
   * A prompt, a completion and the model's end token, with the loss on the completion and the end
   * token only.
   *
   * @param prompt the prompt
   * @param completion the completion, not empty
   * @return the document
   */
  static TrainingDocument completion(Prompt prompt, String completion) {
    return new Completion(prompt, completion, false);
  }

  /**
   * A prompt, a completion and the model's end token, with the loss on every token but the first.
   *
   * @param prompt the prompt
   * @param completion the completion, not empty
   * @return the document
   */
  static TrainingDocument promptAndCompletion(Prompt prompt, String completion) {
    return new Completion(prompt, completion, true);
  }

  /**
   * Tokens as they stand, nothing added.
   *
   * @param ids the tokens, at least two
   * @param lossFrom the position of the first token that the loss counts, from 1 to {@code
   *     ids.size() - 1}
   * @return the document
   */
  static TrainingDocument tokens(TokenIds ids, int lossFrom) {
    return new Tokens(ids, lossFrom);
  }

  /**
   * See {@link TrainingDocument#text(String)}.
   *
   * @param text the text, not blank
   */
  record Text(String text) implements TrainingDocument {

    /**
     * Checks.
     *
     * @param text the text, not blank
     * @throws IllegalArgumentException if the text is blank
     */
    public Text {
      if (text.isBlank()) {
        throw new IllegalArgumentException("a training document must not be blank");
      }
    }
  }

  /**
   * See {@link TrainingDocument#completion(Prompt, String)} and {@link
   * TrainingDocument#promptAndCompletion(Prompt, String)}.
   *
   * @param prompt the prompt
   * @param completion the completion, not empty
   * @param lossOnPrompt whether the loss counts the prompt, too
   */
  record Completion(Prompt prompt, String completion, boolean lossOnPrompt)
      implements TrainingDocument {

    /**
     * Checks.
     *
     * @param prompt the prompt
     * @param completion the completion, not empty
     * @param lossOnPrompt whether the loss counts the prompt, too
     * @throws IllegalArgumentException if the completion is empty
     */
    public Completion {
      if (completion.isEmpty()) {
        throw new IllegalArgumentException(
            "the completion of a training document must not be empty");
      }
    }
  }

  /**
   * See {@link TrainingDocument#tokens(TokenIds, int)}.
   *
   * @param ids the tokens, at least two
   * @param lossFrom the position of the first token that the loss counts
   */
  record Tokens(TokenIds ids, int lossFrom) implements TrainingDocument {

    /**
     * Checks.
     *
     * @param ids the tokens, at least two
     * @param lossFrom the position of the first token that the loss counts
     * @throws IllegalArgumentException if there are fewer than two tokens or the offset is outside
     *     them
     */
    public Tokens {
      if (ids.size() < 2) {
        throw new IllegalArgumentException(
            "a training document needs at least 2 tokens, but has " + ids.size());
      }
      if (lossFrom < 1 || lossFrom >= ids.size()) {
        throw new IllegalArgumentException(
            "lossFrom must be from 1 to " + (ids.size() - 1) + ", but was " + lossFrom);
      }
    }
  }
}
