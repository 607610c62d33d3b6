package dev.seal.api.model;

import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The shape of a low-rank adapter: each adapted matrix {@code W} (out, in) becomes {@code W + scale
 * B A} with {@code A} (rank, in), {@code B} (out, rank) and {@code scale = alpha / rank}, or {@code
 * alpha / sqrt(rank)} where it is {@linkplain #rankStabilized() rank-stabilised}. Immutable. The
 * defaults are {@link PaperDefaults}.
 *
 * <p>Which matrices are adapted is said by module and by layer; {@link #excludedModules()} takes
 * single ones out. All have one rank and one alpha, unless {@link #rankPattern()} or {@link
 * #alphaPattern()} names them. A name in any of these three is the end of a matrix's path, from a
 * dot on, as in PEFT: {@code q_proj} is in every layer, {@code layers.3.self_attn.q_proj} in one.
 */
public final class LoraSpec {

  private final int rank;
  private final double alpha;
  private final boolean rankStabilized;
  private final Set<TargetModule> targetModules;
  private final Set<Integer> layers;
  private final Set<String> excludedModules;
  private final Map<String, Integer> rankPattern;
  private final Map<String, Double> alphaPattern;

  private LoraSpec(Builder builder) {
    this.rank = builder.rank;
    this.alpha = builder.alpha;
    this.rankStabilized = builder.rankStabilized;
    this.targetModules = builder.targetModules;
    this.layers = builder.layers;
    this.excludedModules = builder.excludedModules;
    this.rankPattern = builder.rankPattern;
    this.alphaPattern = builder.alphaPattern;
  }

  /**
   * A builder with the paper's values: every layer, one rank and alpha, not rank-stabilised.
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
        .rank(rank)
        .alpha(alpha)
        .rankStabilized(rankStabilized)
        .targetModules(targetModules)
        .layers(layers)
        .excludedModules(excludedModules)
        .rankPattern(rankPattern)
        .alphaPattern(alphaPattern);
  }

  /**
   * The rank of the matrices that {@link #rankPattern()} does not name.
   *
   * @return 1 or more
   */
  public int rank() {
    return rank;
  }

  /**
   * The rank of one matrix, whether or not it is adapted.
   *
   * @param layer the layer, from 0
   * @param module the matrix in it
   * @return 1 or more
   */
  public int rank(int layer, TargetModule module) {
    return MatrixNames.longest(rankPattern, layer, module, rank);
  }

  /**
   * The alpha of the matrices that {@link #alphaPattern()} does not name.
   *
   * @return a number above 0
   */
  public double alpha() {
    return alpha;
  }

  /**
   * The alpha of one matrix, whether or not it is adapted.
   *
   * @param layer the layer, from 0
   * @param module the matrix in it
   * @return a number above 0
   */
  public double alpha(int layer, TargetModule module) {
    return MatrixNames.longest(alphaPattern, layer, module, alpha);
  }

  /**
   * Whether the scale is {@code alpha / sqrt(rank)} (rsLoRA), so that it does not shrink the
   * changes of large ranks.
   *
   * @return false for {@code alpha / rank}
   */
  public boolean rankStabilized() {
    return rankStabilized;
  }

  /**
   * What the adapter's product is multiplied by in the matrices that no pattern names.
   *
   * @return {@code alpha / rank}, or {@code alpha / sqrt(rank)} where it is {@linkplain
   *     #rankStabilized() rank-stabilised}
   */
  public double scale() {
    return scale(rank, alpha);
  }

  /**
   * What the adapter's product is multiplied by in one matrix, whether or not it is adapted.
   *
   * @param layer the layer, from 0
   * @param module the matrix in it
   * @return as {@link #scale()}, of that matrix's rank and alpha
   */
  public double scale(int layer, TargetModule module) {
    return scale(rank(layer, module), alpha(layer, module));
  }

  private double scale(int rank, double alpha) {
    return alpha / (rankStabilized ? Math.sqrt(rank) : rank);
  }

  /**
   * The adapted matrices of each adapted layer, in the order of {@link TargetModule}.
   *
   * @return an unmodifiable set, not empty
   */
  public Set<TargetModule> targetModules() {
    return targetModules;
  }

  /**
   * The adapted layers, counted from 0, in their order.
   *
   * @return an unmodifiable set; empty for every layer of the model
   */
  public Set<Integer> layers() {
    return layers;
  }

  /**
   * Names of matrices that are not adapted though their module and layer are.
   *
   * @return an unmodifiable set of names such as {@code layers.0.mlp.up_proj}; empty for none
   */
  public Set<String> excludedModules() {
    return excludedModules;
  }

  /**
   * The ranks of the matrices that have one of their own.
   *
   * @return an unmodifiable map from names such as {@code q_proj} or {@code layers.0.mlp.up_proj}
   *     to ranks; of several names of one matrix, the longest counts
   */
  public Map<String, Integer> rankPattern() {
    return rankPattern;
  }

  /**
   * The alphas of the matrices that have one of their own.
   *
   * @return an unmodifiable map from names such as {@code q_proj} or {@code layers.0.mlp.up_proj}
   *     to alphas; of several names of one matrix, the longest counts
   */
  public Map<String, Double> alphaPattern() {
    return alphaPattern;
  }

  /**
   * Whether a matrix is adapted: its module and layer are, and it is not excluded.
   *
   * @param layer the layer, from 0
   * @param module the matrix in it
   * @return true if so
   */
  public boolean adapts(int layer, TargetModule module) {
    return targetModules.contains(module)
        && (layers.isEmpty() || layers.contains(layer))
        && excludedModules.stream().noneMatch(name -> MatrixNames.matches(name, layer, module));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoraSpec that
        && rank == that.rank
        && alpha == that.alpha
        && rankStabilized == that.rankStabilized
        && targetModules.equals(that.targetModules)
        && layers.equals(that.layers)
        && excludedModules.equals(that.excludedModules)
        && rankPattern.equals(that.rankPattern)
        && alphaPattern.equals(that.alphaPattern);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        rank,
        alpha,
        rankStabilized,
        targetModules,
        layers,
        excludedModules,
        rankPattern,
        alphaPattern);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("rank " + rank + ", alpha " + alpha);
    text.append(rankStabilized ? ", rank-stabilised, on " : ", on ");
    text.append(String.join(" ", targetModules.stream().map(TargetModule::moduleName).toList()));
    if (!layers.isEmpty()) {
      text.append(" of layers ");
      text.append(String.join(" ", layers.stream().map(String::valueOf).toList()));
    }
    if (!excludedModules.isEmpty()) {
      text.append(" without ").append(String.join(" ", excludedModules));
    }
    if (!rankPattern.isEmpty()) {
      text.append(", ranks ").append(rankPattern);
    }
    if (!alphaPattern.isEmpty()) {
      text.append(", alphas ").append(alphaPattern);
    }
    return text.toString();
  }

  /** Collects the settings of a {@link LoraSpec}. Not safe for use by several threads. */
  public static final class Builder {

    private int rank = PaperDefaults.RANK;
    private double alpha = PaperDefaults.ALPHA;
    private boolean rankStabilized;
    private Set<TargetModule> targetModules = ordered(PaperDefaults.TARGET_MODULES);
    private Set<Integer> layers = Set.of();
    private Set<String> excludedModules = Set.of();
    private Map<String, Integer> rankPattern = Map.of();
    private Map<String, Double> alphaPattern = Map.of();

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
      this.rank = checkRank(rank);
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
      this.alpha = checkAlpha(alpha);
      return this;
    }

    /**
     * Sets whether the scale is {@code alpha / sqrt(rank)} (rsLoRA) instead of {@code alpha /
     * rank}; default false.
     *
     * @param rankStabilized true for {@code alpha / sqrt(rank)}
     * @return this
     */
    public Builder rankStabilized(boolean rankStabilized) {
      this.rankStabilized = rankStabilized;
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
     * Adapts all seven matrices of every adapted layer, replacing the choice made before.
     *
     * @return this
     */
    public Builder allModules() {
      return targetModules(EnumSet.allOf(TargetModule.class));
    }

    /**
     * Sets the adapted layers, replacing those set before; default every layer. Training of a layer
     * that the model does not have is refused when it begins.
     *
     * @param layers layers counted from 0; empty for every layer
     * @return this
     * @throws IllegalArgumentException if one is below 0
     */
    public Builder layers(Set<Integer> layers) {
      Set<Integer> ordered = new TreeSet<>(layers);
      for (int layer : ordered) {
        if (layer < 0) {
          throw new IllegalArgumentException(
              "LoRA layers are counted from 0, but one was " + layer);
        }
      }
      this.layers = Collections.unmodifiableSet(ordered);
      return this;
    }

    /**
     * Takes matrices out, though their module and layer are adapted, replacing those set before;
     * default none.
     *
     * @param names names such as {@code layers.0.mlp.up_proj}
     * @return this
     * @throws IllegalArgumentException if one names no matrix of any layer
     */
    public Builder excludedModules(Set<String> names) {
      Set<String> ordered = new TreeSet<>();
      names.forEach(name -> ordered.add(MatrixNames.check(name)));
      this.excludedModules = Collections.unmodifiableSet(ordered);
      return this;
    }

    /**
     * Gives matrices a rank of their own, replacing the pattern set before; default none. The scale
     * follows the matrix's own rank.
     *
     * @param pattern from names such as {@code q_proj} or {@code layers.0.mlp.up_proj} to ranks of
     *     1 or more; of several names of one matrix, the longest counts
     * @return this
     * @throws IllegalArgumentException if a name is that of no matrix of any layer, or a rank is
     *     below 1
     */
    public Builder rankPattern(Map<String, Integer> pattern) {
      Map<String, Integer> ordered = new TreeMap<>();
      pattern.forEach((name, value) -> ordered.put(MatrixNames.check(name), checkRank(value)));
      this.rankPattern = Collections.unmodifiableMap(ordered);
      return this;
    }

    /**
     * Gives matrices an alpha of their own, replacing the pattern set before; default none.
     *
     * @param pattern from names such as {@code q_proj} or {@code layers.0.mlp.up_proj} to finite
     *     numbers above 0; of several names of one matrix, the longest counts
     * @return this
     * @throws IllegalArgumentException if a name is that of no matrix of any layer, or an alpha is
     *     not a finite number above 0
     */
    public Builder alphaPattern(Map<String, Double> pattern) {
      Map<String, Double> ordered = new TreeMap<>();
      pattern.forEach((name, value) -> ordered.put(MatrixNames.check(name), checkAlpha(value)));
      this.alphaPattern = Collections.unmodifiableMap(ordered);
      return this;
    }

    /**
     * Builds.
     *
     * @return the settings
     */
    public LoraSpec build() {
      return new LoraSpec(this);
    }

    private static int checkRank(int rank) {
      if (rank < 1) {
        throw new IllegalArgumentException("LoRA rank must be >= 1, but was " + rank);
      }
      return rank;
    }

    private static double checkAlpha(double alpha) {
      if (!(alpha > 0 && alpha < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "LoRA alpha must be a finite number > 0, but was " + alpha);
      }
      return alpha;
    }

    private static Set<TargetModule> ordered(Set<TargetModule> modules) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(EnumSet.copyOf(modules)));
    }
  }
}
