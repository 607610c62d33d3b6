package dev.seal.api.model;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The shape of a low-rank adapter: each adapted matrix {@code W} (out, in) becomes {@code W +
 * (alpha / rank) B A} with {@code A} (rank, in) and {@code B} (out, rank). Immutable. The defaults
 * are {@link PaperDefaults}.
 */
public final class LoraSpec {

  private final int rank;
  private final double alpha;
  private final Set<TargetModule> targetModules;

  private LoraSpec(Builder builder) {
    this.rank = builder.rank;
    this.alpha = builder.alpha;
    this.targetModules = builder.targetModules;
  }

  /**
   * A builder with the paper's values.
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
    return new Builder().rank(rank).alpha(alpha).targetModules(targetModules);
  }

  /**
   * The rank.
   *
   * @return 1 or more
   */
  public int rank() {
    return rank;
  }

  /**
   * The alpha.
   *
   * @return a number above 0
   */
  public double alpha() {
    return alpha;
  }

  /**
   * What the adapter's product is multiplied by.
   *
   * @return {@code alpha / rank}
   */
  public double scale() {
    return alpha / rank;
  }

  /**
   * The adapted matrices, in every layer, in the order of {@link TargetModule}.
   *
   * @return an unmodifiable set, not empty
   */
  public Set<TargetModule> targetModules() {
    return targetModules;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoraSpec that
        && rank == that.rank
        && alpha == that.alpha
        && targetModules.equals(that.targetModules);
  }

  @Override
  public int hashCode() {
    return (rank * 31 + Double.hashCode(alpha)) * 31 + targetModules.hashCode();
  }

  @Override
  public String toString() {
    return "rank "
        + rank
        + ", alpha "
        + alpha
        + ", on "
        + String.join(" ", targetModules.stream().map(TargetModule::moduleName).toList());
  }

  /** Collects the settings of a {@link LoraSpec}. Not safe for use by several threads. */
  public static final class Builder {

    private int rank = PaperDefaults.RANK;
    private double alpha = PaperDefaults.ALPHA;
    private Set<TargetModule> targetModules = ordered(PaperDefaults.TARGET_MODULES);

    private Builder() {}

    /**
     * Sets the rank; default {@link PaperDefaults#RANK}. Alpha stays as it is, so the scale
     * changes.
     *
     * @param rank 1 or more
     * @return this
     * @throws IllegalArgumentException if it is below 1
     */
    public Builder rank(int rank) {
      if (rank < 1) {
        throw new IllegalArgumentException("LoRA rank must be >= 1, but was " + rank);
      }
      this.rank = rank;
      return this;
    }

    /**
     * Sets alpha; default {@link PaperDefaults#ALPHA}.
     *
     * @param alpha a finite number above 0
     * @return this
     * @throws IllegalArgumentException if it is not
     */
    public Builder alpha(double alpha) {
      if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "LoRA alpha must be a finite number > 0, but was " + alpha);
      }
      this.alpha = alpha;
      return this;
    }

    /**
     * Sets the adapted matrices, replacing those set before; default {@link
     * PaperDefaults#TARGET_MODULES}.
     *
     * @param modules the matrices, at least one
     * @return this
     * @throws IllegalArgumentException if there is none
     */
    public Builder targetModules(Set<TargetModule> modules) {
      if (modules.isEmpty()) {
        throw new IllegalArgumentException("LoRA needs at least one target module, such as q_proj");
      }
      this.targetModules = ordered(modules);
      return this;
    }

    /**
     * Adapts all seven matrices of every layer, replacing the choice made before.
     *
     * @return this
     */
    public Builder allModules() {
      return targetModules(EnumSet.allOf(TargetModule.class));
    }

    /**
     * Builds.
     *
     * @return the settings
     */
    public LoraSpec build() {
      return new LoraSpec(this);
    }

    private static Set<TargetModule> ordered(Set<TargetModule> modules) {
      return java.util.Collections.unmodifiableSet(new LinkedHashSet<>(EnumSet.copyOf(modules)));
    }
  }
}
