package dev.seal.api.model;

/** The probabilities of a prompt's tokens. Immutable. */
public final class Likelihood {

  private final TokenIds tokens;
  private final float[] logProbabilities;
  private final float[] nextTokenLogits;

  /**
   * Copies nothing; the arrays must not be changed afterwards.
   *
   * @param tokens the prompt's tokens
   * @param logProbabilities one value for each token but the first
   * @param nextTokenLogits the logits of the next token, or none
   */
  public Likelihood(TokenIds tokens, float[] logProbabilities, float[] nextTokenLogits) {
    this.tokens = tokens;
    this.logProbabilities = logProbabilities;
    this.nextTokenLogits = nextTokenLogits;
  }

  /**
   * The prompt's tokens.
   *
   * @return the tokens
   */
  public TokenIds tokens() {
    return tokens;
  }

  /**
   * The log-probability of each token but the first, given all before it, in nats.
   *
   * @return a new array of length {@code tokens().size() - 1}
   */
  public float[] logProbabilities() {
    return logProbabilities.clone();
  }

  /**
   * The logits of the token after the prompt.
   *
   * @return a new array with one value per vocabulary entry, or of length 0 if they were not asked
   *     for
   */
  public float[] nextTokenLogits() {
    return nextTokenLogits.clone();
  }

  /**
   * The sum of the log-probabilities.
   *
   * @return the log-likelihood of the tokens after the first, in nats
   */
  public double sum() {
    double sum = 0;
    for (float value : logProbabilities) {
      sum += value;
    }
    return sum;
  }
}
