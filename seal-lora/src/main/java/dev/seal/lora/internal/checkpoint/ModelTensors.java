package dev.seal.lora.internal.checkpoint;

import dev.seal.api.model.TargetModule;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which tensors a model consists of, under Hugging Face's names. */
public final class ModelTensors {

  public static final String TOKEN_TABLE = "model.embed_tokens.weight";
  public static final String FINAL_NORM = "model.norm.weight";
  public static final String OUTPUT = "lm_head.weight";

  private ModelTensors() {}

  /** The name of a layer's matrix. */
  public static String matrix(int layer, TargetModule module) {
    return "model.layers." + layer + "." + module.path() + ".weight";
  }

  /** The name of a layer's bias. */
  public static String bias(int layer, TargetModule module) {
    return "model.layers." + layer + "." + module.path() + ".bias";
  }

  /** The name of the norm over each head of a layer's queries. */
  public static String queryNorm(int layer) {
    return "model.layers." + layer + ".self_attn.q_norm.weight";
  }

  /** The name of the norm over each head of a layer's keys. */
  public static String keyNorm(int layer) {
    return "model.layers." + layer + ".self_attn.k_norm.weight";
  }

  /** The name of the norm in front of a layer's attention. */
  public static String attentionNorm(int layer) {
    return "model.layers." + layer + ".input_layernorm.weight";
  }

  /** The name of the norm in front of a layer's feed-forward block. */
  public static String feedForwardNorm(int layer) {
    return "model.layers." + layer + ".post_attention_layernorm.weight";
  }

  /** Rows of a layer's matrix: the width of what comes out of it. */
  public static int outputs(ModelConfig config, TargetModule module) {
    return switch (module) {
      case Q_PROJ -> config.querySize();
      case K_PROJ, V_PROJ -> config.keyValueSize();
      case O_PROJ, DOWN_PROJ -> config.hiddenSize();
      case GATE_PROJ, UP_PROJ -> config.intermediateSize();
    };
  }

  /** Columns of a layer's matrix: the width of what goes into it. */
  public static int inputs(ModelConfig config, TargetModule module) {
    return switch (module) {
      case Q_PROJ, K_PROJ, V_PROJ, GATE_PROJ, UP_PROJ -> config.hiddenSize();
      case O_PROJ -> config.querySize();
      case DOWN_PROJ -> config.intermediateSize();
    };
  }

  /** Every tensor with its shape, in the order in which data flows through them. */
  public static Map<String, long[]> shapes(ModelConfig config) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put(TOKEN_TABLE, new long[] {config.vocabularySize(), config.hiddenSize()});
    for (int layer = 0; layer < config.layers(); layer++) {
      shapes.put(attentionNorm(layer), new long[] {config.hiddenSize()});
      shapes.put(feedForwardNorm(layer), new long[] {config.hiddenSize()});
      for (TargetModule module : TargetModule.values()) {
        shapes.put(
            matrix(layer, module), new long[] {outputs(config, module), inputs(config, module)});
        if (config.biases().contains(module)) {
          shapes.put(bias(layer, module), new long[] {outputs(config, module)});
        }
      }
      if (config.architecture().normsQueriesAndKeys()) {
        shapes.put(queryNorm(layer), new long[] {config.headSize()});
        shapes.put(keyNorm(layer), new long[] {config.headSize()});
      }
    }
    shapes.put(FINAL_NORM, new long[] {config.hiddenSize()});
    if (!config.tiedEmbeddings()) {
      shapes.put(OUTPUT, new long[] {config.vocabularySize(), config.hiddenSize()});
    }
    return shapes;
  }

  /** How many weights there are; a tied table counts once. */
  public static long elements(ModelConfig config) {
    return shapes(config).values().stream()
        .mapToLong(shape -> shape.length == 1 ? shape[0] : shape[0] * shape[1])
        .sum();
  }
}
