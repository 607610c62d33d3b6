package dev.seal.api.model;

import java.util.List;
import java.util.Objects;

/**
 * How a completion is drawn, token by token: logits are divided by the temperature, cut to the top
 * k, then to the smallest set whose probability reaches top-p, and one token is drawn. Immutable.
 * What the paper used is in {@link PaperDefaults}.
 */
public final class Sampling {

  private final double temperature;
  private final double topP;
  private final int topK;
  private final int minTokens;
  private final int maxTokens;
  private final List<String> stopStrings;
  private final List<Integer> stopTokens;

  private Sampling(Builder builder) {
    this.temperature = builder.temperature;
    this.topP = builder.topP;
    this.topK = builder.topK;
    this.minTokens = builder.minTokens;
    this.maxTokens = builder.maxTokens;
    this.stopStrings = builder.stopStrings;
    this.stopTokens = builder.stopTokens;
  }

  /**
   * A builder with the defaults.
   *
   * @return a new builder
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A builder with these values.
   *
   * @return a new builder
   */
  public Builder toBuilder() {
    return new Builder()
        .temperature(temperature)
        .topP(topP)
        .topK(topK)
        .minTokens(minTokens)
        .maxTokens(maxTokens)
        .stopStrings(stopStrings)
        .stopTokens(stopTokens);
  }

  /**
   * The temperature; 0 takes the likeliest token each time (greedy).
   *
   * @return 0 or more
   */
  public double temperature() {
    return temperature;
  }

  /**
   * The probability that the candidate tokens must reach together; 1 keeps all.
   *
   * @return above 0, at most 1
   */
  public double topP() {
    return topP;
  }

  /**
   * How many of the likeliest tokens are candidates; 0 keeps all.
   *
   * @return 0 or more
   */
  public int topK() {
    return topK;
  }

  /**
   * How many tokens are drawn before an end token or one of {@link #stopTokens()} can be drawn:
   * until then these have probability 0. A stop string, or the end of the model's window, ends the
   * completion all the same.
   *
   * @return from 0 to {@link #maxTokens()}
   */
  public int minTokens() {
    return minTokens;
  }

  /**
   * How many tokens are drawn at most; fewer where the model's window ends.
   *
   * @return 1 or more
   */
  public int maxTokens() {
    return maxTokens;
  }

  /**
   * Texts that end the completion and are cut off, with what follows them.
   *
   * @return an unmodifiable list
   */
  public List<String> stopStrings() {
    return stopStrings;
  }

  /**
   * Token ids that end the completion, besides the model's own end tokens.
   *
   * @return an unmodifiable list
   */
  public List<Integer> stopTokens() {
    return stopTokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Sampling that
        && Double.compare(temperature, that.temperature) == 0
        && Double.compare(topP, that.topP) == 0
        && topK == that.topK
        && minTokens == that.minTokens
        && maxTokens == that.maxTokens
        && stopStrings.equals(that.stopStrings)
        && stopTokens.equals(that.stopTokens);
  }

  @Override
  public int hashCode() {
    return Objects.hash(temperature, topP, topK, minTokens, maxTokens, stopStrings, stopTokens);
  }

  @Override
  public String toString() {
    return (temperature == 0 ? "greedy" : "temperature " + temperature)
        + (topP < 1 ? ", top-p " + topP : "")
        + (topK > 0 ? ", top-k " + topK : "")
        + (minTokens > 0 ? ", at least " + minTokens : "")
        + ", at most "
        + maxTokens
        + " tokens"
        + (stopStrings.isEmpty()
            ? ""
            : ", stop at " + stopStrings.stream().map(s -> s.replace("\n", "\\n")).toList());
  }

  /** Collects the settings of a {@link Sampling}. Not safe for use by several threads. */
  public static final class Builder {

    private double temperature = 1;
    private double topP = 1;
    private int topK = 0;
    private int minTokens = 0;
    private int maxTokens = 64;
    private List<String> stopStrings = List.of();
    private List<Integer> stopTokens = List.of();

    private Builder() {}

    /**
     * Sets the temperature; 0 takes the likeliest token each time (greedy); default 1.
     *
     * @param temperature 0 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder temperature(double temperature) {
      if (!(temperature >= 0 && temperature < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "temperature must be a finite number >= 0 (0: greedy), but was " + temperature);
      }
      this.temperature = temperature;
      return this;
    }

    /**
     * Sets the probability that the candidate tokens must reach together; 1 keeps all; default 1.
     *
     * @param topP above 0, at most 1
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder topP(double topP) {
      if (!(topP > 0 && topP <= 1)) {
        throw new IllegalArgumentException("top-p must be > 0 and <= 1, but was " + topP);
      }
      this.topP = topP;
      return this;
    }

    /**
     * Sets how many of the likeliest tokens are candidates; 0 keeps all; default 0.
     *
     * @param topK 0 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder topK(int topK) {
      if (!(topK >= 0)) {
        throw new IllegalArgumentException("top-k must be >= 0 (0: all), but was " + topK);
      }
      this.topK = topK;
      return this;
    }

    /**
     * Sets how many tokens are drawn before an end token or one of the {@linkplain #stopTokens stop
     * tokens} can be drawn: until then these have probability 0. A stop string, or the end of the
     * model's window, ends the completion all the same. Default 0.
     *
     * @param minTokens 0 or more, at most the maximum of tokens
     * @return this
     * @throws IllegalArgumentException if it is below 0
     */
    public Builder minTokens(int minTokens) {
      if (!(minTokens >= 0)) {
        throw new IllegalArgumentException("min tokens must be >= 0, but was " + minTokens);
      }
      this.minTokens = minTokens;
      return this;
    }

    /**
     * Sets how many tokens are drawn at most; fewer where the model's window ends; default 64.
     *
     * @param maxTokens 1 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder maxTokens(int maxTokens) {
      if (!(maxTokens >= 1)) {
        throw new IllegalArgumentException("max tokens must be >= 1, but was " + maxTokens);
      }
      this.maxTokens = maxTokens;
      return this;
    }

    /**
     * Sets texts that end the completion and are cut off, with what follows them; default none.
     *
     * @param stopStrings an unmodifiable list
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder stopStrings(List<String> stopStrings) {
      if (stopStrings.contains("")) {
        throw new IllegalArgumentException(
            "stop strings must not be empty, but were " + stopStrings);
      }
      this.stopStrings = List.copyOf(stopStrings);
      return this;
    }

    /**
     * Sets token ids that end the completion, besides the model's own end tokens; default none.
     *
     * @param stopTokens an unmodifiable list
     * @return this
     */
    public Builder stopTokens(List<Integer> stopTokens) {
      this.stopTokens = List.copyOf(stopTokens);
      return this;
    }

    /**
     * Builds.
     *
     * @return the settings
     * @throws IllegalStateException if the minimum of tokens is above the maximum
     */
    public Sampling build() {
      if (minTokens > maxTokens) {
        throw new IllegalStateException(
            "min tokens must be at most max tokens, which is "
                + maxTokens
                + ", but was "
                + minTokens
                + "; lower it or raise max tokens");
      }
      return new Sampling(this);
    }
  }
}
