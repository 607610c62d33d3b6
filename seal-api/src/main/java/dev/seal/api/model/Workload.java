package dev.seal.api.model;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How much is to be done with a model at once, for a {@link MemoryEstimate}. It limits nothing.
 * Immutable.
 */
public final class Workload {

  private final int adapters;
  private final @Nullable LoraSpec lora;
  private final int requests;
  private final int requestTokens;

  private Workload(Builder builder) {
    this.adapters = builder.adapters;
    this.lora = builder.lora;
    this.requests = builder.requests;
    this.requestTokens = builder.requestTokens;
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
   * How many adapters are trained or open at once.
   *
   * @return 0 or more
   */
  public int adapters() {
    return adapters;
  }

  /**
   * The shape of each adapter.
   *
   * @return the shape; empty for the model's recommendation, else {@link PaperDefaults}
   */
  public Optional<LoraSpec> lora() {
    return Optional.ofNullable(lora);
  }

  /**
   * How many completions are asked for in one call.
   *
   * @return 0 or more
   */
  public int requests() {
    return requests;
  }

  /**
   * How many tokens each of them has, prompt and completion together.
   *
   * @return 1 or more
   */
  public int requestTokens() {
    return requestTokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Workload that
        && adapters == that.adapters
        && Objects.equals(lora, that.lora)
        && requests == that.requests
        && requestTokens == that.requestTokens;
  }

  @Override
  public int hashCode() {
    return Objects.hash(adapters, lora, requests, requestTokens);
  }

  @Override
  public String toString() {
    return adapters
        + " adapters"
        + (lora == null ? "" : " of " + lora)
        + ", "
        + requests
        + " requests of "
        + requestTokens
        + " tokens";
  }

  /** Collects a {@link Workload}. Not safe for use by several threads. */
  public static final class Builder {

    private int adapters = PaperDefaults.SELF_EDITS;
    private @Nullable LoraSpec lora;
    private int requests = 64;
    private int requestTokens = 512;

    private Builder() {}

    /**
     * Sets how many adapters are trained or open at once; default {@link PaperDefaults#SELF_EDITS}.
     *
     * @param adapters 0 or more
     * @return this
     * @throws IllegalArgumentException if it is below 0
     */
    public Builder adapters(int adapters) {
      this.adapters = atLeast(0, "adapters", adapters);
      return this;
    }

    /**
     * Sets the shape of each adapter; default the model's recommendation, else {@link
     * PaperDefaults}.
     *
     * @param lora the shape
     * @return this
     */
    public Builder lora(LoraSpec lora) {
      this.lora = Objects.requireNonNull(lora, "lora");
      return this;
    }

    /**
     * Sets how many completions are asked for in one call; default 64.
     *
     * @param requests 0 or more
     * @return this
     * @throws IllegalArgumentException if it is below 0
     */
    public Builder requests(int requests) {
      this.requests = atLeast(0, "requests", requests);
      return this;
    }

    /**
     * Sets how many tokens each completion has together with its prompt; default 512.
     *
     * @param requestTokens 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder requestTokens(int requestTokens) {
      this.requestTokens = atLeast(1, "tokens of a request", requestTokens);
      return this;
    }

    private static int atLeast(int least, String what, int value) {
      if (value < least) {
        throw new IllegalArgumentException(what + " must be >= " + least + ", but was " + value);
      }
      return value;
    }

    /**
     * Builds.
     *
     * @return the workload
     */
    public Workload build() {
      return new Workload(this);
    }
  }
}
