package dev.seal.api.model;

/**
 * A weight matrix of a transformer layer that an adapter may change, under the name that Hugging
 * Face checkpoints give it.
 */
public enum TargetModule {
  /** The query projection of attention. */
  Q_PROJ("self_attn", "q_proj"),
  /** The key projection of attention. */
  K_PROJ("self_attn", "k_proj"),
  /** The value projection of attention. */
  V_PROJ("self_attn", "v_proj"),
  /** The output projection of attention. */
  O_PROJ("self_attn", "o_proj"),
  /** The gate projection of the feed-forward block. */
  GATE_PROJ("mlp", "gate_proj"),
  /** The up projection of the feed-forward block. */
  UP_PROJ("mlp", "up_proj"),
  /** The down projection of the feed-forward block. */
  DOWN_PROJ("mlp", "down_proj");

  private final String block;
  private final String moduleName;

  TargetModule(String block, String moduleName) {
    this.block = block;
    this.moduleName = moduleName;
  }

  /**
   * The name in a PEFT configuration, such as {@code q_proj}.
   *
   * @return the name
   */
  public String moduleName() {
    return moduleName;
  }

  /**
   * The path inside a layer, such as {@code self_attn.q_proj}.
   *
   * @return the path
   */
  public String path() {
    return block + '.' + moduleName;
  }

  /**
   * The path in the whole model, such as {@code model.layers.3.self_attn.q_proj}.
   *
   * @param layer the layer, from 0
   * @return the path
   */
  public String path(int layer) {
    return "model.layers." + layer + '.' + path();
  }

  /**
   * The module of a name.
   *
   * @param moduleName a name such as {@code q_proj}
   * @return the module
   * @throws IllegalArgumentException if there is none of that name
   */
  public static TargetModule of(String moduleName) {
    for (TargetModule module : values()) {
      if (module.moduleName.equals(moduleName)) {
        return module;
      }
    }
    throw new IllegalArgumentException(
        "no target module is called \""
            + moduleName
            + "\"; choose from q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj");
  }
}
