package dev.seal.api.model;

import java.util.Objects;
import java.util.regex.Pattern;

/** How an engine runs a model. Immutable. */
public final class EngineOptions {

  private static final Pattern DEVICE = Pattern.compile("auto|cpu|cuda(:\\d{1,3})?");

  private final String device;
  private final int batchTokens;

  private EngineOptions(Builder builder) {
    this.device = builder.device;
    this.batchTokens = builder.batchTokens;
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
   * The device asked for.
   *
   * @return {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
   */
  public String device() {
    return device;
  }

  /**
   * The token budget of a batch.
   *
   * @return the number of tokens
   */
  public int batchTokens() {
    return batchTokens;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EngineOptions that
        && device.equals(that.device)
        && batchTokens == that.batchTokens;
  }

  @Override
  public int hashCode() {
    return Objects.hash(device, batchTokens);
  }

  @Override
  public String toString() {
    return "device " + device + ", batches of " + batchTokens + " tokens";
  }

  /** Collects {@link EngineOptions}. Not safe for use by several threads. */
  public static final class Builder {

    private String device = "auto";
    private int batchTokens = 1024;

    private Builder() {}

    /**
     * Sets the device; default {@code auto}: the first CUDA device where the native library has
     * one, else the CPU. A CUDA device that was asked for by name and is not there is an error when
     * the model is opened. Weights are f32 on a CPU and bf16 on a CUDA device.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @return this
     * @throws IllegalArgumentException if it is none of these
     */
    public Builder device(String device) {
      if (!DEVICE.matcher(device).matches()) {
        throw new IllegalArgumentException(
            "device must be auto, cpu, cuda or cuda:N, but was \"" + device + '"');
      }
      this.device = device;
      return this;
    }

    /**
     * Sets how many tokens go through the model at once at most; default 1024. More need more
     * memory and, up to a point, less time. The cut into batches depends on this and on the
     * requests only; a single document or prompt that is longer makes a batch of its own.
     *
     * @param batchTokens 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder batchTokens(int batchTokens) {
      if (batchTokens < 1) {
        throw new IllegalArgumentException("batch tokens must be >= 1, but was " + batchTokens);
      }
      this.batchTokens = batchTokens;
      return this;
    }

    /**
     * Builds.
     *
     * @return the options
     */
    public EngineOptions build() {
      return new EngineOptions(this);
    }
  }
}
