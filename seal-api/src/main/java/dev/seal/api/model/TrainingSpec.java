package dev.seal.api.model;

import java.util.Locale;
import java.util.Objects;

/**
 * How an adapter is trained: AdamW (betas 0.9 and 0.999, epsilon 1e-8) over mini-batches of
 * documents, in the paper's section 3.1 the step {@code SFT(theta, SE)}. The loss of an optimizer
 * step is the mean over its supervised tokens; padding is never among them. Immutable. The defaults
 * are {@link PaperDefaults}.
 */
public final class TrainingSpec {

  private final double learningRate;
  private final Schedule schedule;
  private final int warmupSteps;
  private final double weightDecay;
  private final double clipNorm;
  private final int epochs;
  private final int batchSize;
  private final int accumulation;
  private final int maxLength;

  private TrainingSpec(Builder builder) {
    this.learningRate = builder.learningRate;
    this.schedule = builder.schedule;
    this.warmupSteps = builder.warmupSteps;
    this.weightDecay = builder.weightDecay;
    this.clipNorm = builder.clipNorm;
    this.epochs = builder.epochs;
    this.batchSize = builder.batchSize;
    this.accumulation = builder.accumulation;
    this.maxLength = builder.maxLength;
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
        .learningRate(learningRate)
        .schedule(schedule)
        .warmupSteps(warmupSteps)
        .weightDecay(weightDecay)
        .clipNorm(clipNorm)
        .epochs(epochs)
        .batchSize(batchSize)
        .accumulation(accumulation)
        .maxLength(maxLength);
  }

  /**
   * The peak learning rate.
   *
   * @return a finite number above 0
   */
  public double learningRate() {
    return learningRate;
  }

  /**
   * How the learning rate moves.
   *
   * @return the schedule
   */
  public Schedule schedule() {
    return schedule;
  }

  /**
   * Over how many optimizer steps the learning rate rises from 0.
   *
   * @return 0 or more
   */
  public int warmupSteps() {
    return warmupSteps;
  }

  /**
   * The decoupled weight decay of AdamW.
   *
   * @return 0 or more
   */
  public double weightDecay() {
    return weightDecay;
  }

  /**
   * The global gradient norm above which gradients are scaled down to it, 0 for none.
   *
   * @return 0 or more
   */
  public double clipNorm() {
    return clipNorm;
  }

  /**
   * How often every document is visited.
   *
   * @return 1 or more
   */
  public int epochs() {
    return epochs;
  }

  /**
   * How many documents go through the model at once.
   *
   * @return 1 or more
   */
  public int batchSize() {
    return batchSize;
  }

  /**
   * Over how many batches gradients are summed before an optimizer step.
   *
   * @return 1 or more
   */
  public int accumulation() {
    return accumulation;
  }

  /**
   * How many tokens of a document are used; what is beyond is cut.
   *
   * @return 2 or more
   */
  public int maxLength() {
    return maxLength;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TrainingSpec that
        && Double.compare(learningRate, that.learningRate) == 0
        && schedule.equals(that.schedule)
        && warmupSteps == that.warmupSteps
        && Double.compare(weightDecay, that.weightDecay) == 0
        && Double.compare(clipNorm, that.clipNorm) == 0
        && epochs == that.epochs
        && batchSize == that.batchSize
        && accumulation == that.accumulation
        && maxLength == that.maxLength;
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        learningRate,
        schedule,
        warmupSteps,
        weightDecay,
        clipNorm,
        epochs,
        batchSize,
        accumulation,
        maxLength);
  }

  @Override
  public String toString() {
    return "learning rate "
        + learningRate
        + " "
        + schedule.name().toLowerCase(Locale.ROOT)
        + (warmupSteps > 0 ? ", warm-up " + warmupSteps : "")
        + (weightDecay > 0 ? ", weight decay " + weightDecay : "")
        + (clipNorm > 0 ? ", clip " + clipNorm : ", no clipping")
        + ", "
        + epochs
        + " epochs, batch "
        + batchSize
        + (accumulation > 1 ? " x " + accumulation : "")
        + ", at most "
        + maxLength
        + " tokens";
  }

  /** Collects the settings of a {@link TrainingSpec}. Not safe for use by several threads. */
  public static final class Builder {

    private double learningRate = PaperDefaults.LEARNING_RATE;
    private Schedule schedule = Schedule.LINEAR;
    private int warmupSteps = 0;
    private double weightDecay = 0;
    private double clipNorm = PaperDefaults.CLIP_NORM;
    private int epochs = PaperDefaults.EPOCHS;
    private int batchSize = PaperDefaults.BATCH_SIZE;
    private int accumulation = 1;
    private int maxLength = PaperDefaults.MAX_LENGTH;

    private Builder() {}

    /**
     * Sets the peak learning rate; default {@link PaperDefaults#LEARNING_RATE}.
     *
     * @param learningRate a finite number above 0
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder learningRate(double learningRate) {
      if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "learning rate must be a finite number > 0, but was " + learningRate);
      }
      this.learningRate = learningRate;
      return this;
    }

    /**
     * Sets how the learning rate moves; default LINEAR.
     *
     * @param schedule the schedule
     * @return this
     */
    public Builder schedule(Schedule schedule) {
      this.schedule = schedule;
      return this;
    }

    /**
     * Sets over how many optimizer steps the learning rate rises from 0; default 0.
     *
     * @param warmupSteps 0 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder warmupSteps(int warmupSteps) {
      if (!(warmupSteps >= 0)) {
        throw new IllegalArgumentException("warm-up steps must be >= 0, but was " + warmupSteps);
      }
      this.warmupSteps = warmupSteps;
      return this;
    }

    /**
     * Sets the decoupled weight decay of AdamW; default 0.
     *
     * @param weightDecay 0 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder weightDecay(double weightDecay) {
      if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "weight decay must be a finite number >= 0, but was " + weightDecay);
      }
      this.weightDecay = weightDecay;
      return this;
    }

    /**
     * Sets the global gradient norm above which gradients are scaled down to it, 0 for none;
     * default {@link PaperDefaults#CLIP_NORM}.
     *
     * @param clipNorm 0 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder clipNorm(double clipNorm) {
      if (!(clipNorm >= 0 && clipNorm < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "clip norm must be a finite number >= 0 (0: no clipping), but was " + clipNorm);
      }
      this.clipNorm = clipNorm;
      return this;
    }

    /**
     * Sets how often every document is visited; default {@link PaperDefaults#EPOCHS}.
     *
     * @param epochs 1 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder epochs(int epochs) {
      if (!(epochs >= 1)) {
        throw new IllegalArgumentException("epochs must be >= 1, but was " + epochs);
      }
      this.epochs = epochs;
      return this;
    }

    /**
     * Sets how many documents go through the model at once; default {@link
     * PaperDefaults#BATCH_SIZE}.
     *
     * @param batchSize 1 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder batchSize(int batchSize) {
      if (!(batchSize >= 1)) {
        throw new IllegalArgumentException("batch size must be >= 1, but was " + batchSize);
      }
      this.batchSize = batchSize;
      return this;
    }

    /**
     * Sets over how many batches gradients are summed before an optimizer step; default 1.
     *
     * @param accumulation 1 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder accumulation(int accumulation) {
      if (!(accumulation >= 1)) {
        throw new IllegalArgumentException("accumulation must be >= 1, but was " + accumulation);
      }
      this.accumulation = accumulation;
      return this;
    }

    /**
     * Sets how many tokens of a document are used; what is beyond is cut; default {@link
     * PaperDefaults#MAX_LENGTH}.
     *
     * @param maxLength 2 or more
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder maxLength(int maxLength) {
      if (!(maxLength >= 2)) {
        throw new IllegalArgumentException(
            "maximum length must be >= 2 tokens, but was " + maxLength);
      }
      this.maxLength = maxLength;
      return this;
    }

    /**
     * Builds.
     *
     * @return the settings
     */
    public TrainingSpec build() {
      return new TrainingSpec(this);
    }
  }
}
