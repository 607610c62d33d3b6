package dev.seal.lora.internal.checkpoint;

import dev.seal.api.model.TargetModule;
import java.util.LinkedHashMap;
import java.util.Map;

/** What GGUF calls the tensors of a model. */
final class GgufNames {

  static final String TOKEN_TABLE = "token_embd.weight";
  static final String OUTPUT = "output.weight";

  /** The divisors of Llama 3's rotary positions, which Hugging Face has in the configuration. */
  static final String ROTARY_DIVISORS = "rope_freqs.weight";

  private GgufNames() {}

  /** The GGUF name of every tensor of a model, by its Hugging Face name. */
  static Map<String, String> byHuggingFaceName(ModelConfig config) {
    Map<String, String> names = new LinkedHashMap<>();
    names.put(ModelTensors.TOKEN_TABLE, TOKEN_TABLE);
    for (int layer = 0; layer < config.layers(); layer++) {
      String block = "blk." + layer + ".";
      names.put(ModelTensors.attentionNorm(layer), block + "attn_norm.weight");
      names.put(ModelTensors.feedForwardNorm(layer), block + "ffn_norm.weight");
      for (TargetModule module : TargetModule.values()) {
        names.put(ModelTensors.matrix(layer, module), block + matrix(module) + ".weight");
        if (config.biases().contains(module)) {
          names.put(ModelTensors.bias(layer, module), bias(layer, module));
        }
      }
      if (config.architecture().normsQueriesAndKeys()) {
        names.put(ModelTensors.queryNorm(layer), block + "attn_q_norm.weight");
        names.put(ModelTensors.keyNorm(layer), block + "attn_k_norm.weight");
      }
    }
    names.put(ModelTensors.FINAL_NORM, "output_norm.weight");
    if (!config.tiedEmbeddings()) {
      names.put(ModelTensors.OUTPUT, OUTPUT);
    }
    return names;
  }

  static String bias(int layer, TargetModule module) {
    return "blk." + layer + "." + matrix(module) + ".bias";
  }

  private static String matrix(TargetModule module) {
    return switch (module) {
      case Q_PROJ -> "attn_q";
      case K_PROJ -> "attn_k";
      case V_PROJ -> "attn_v";
      case O_PROJ -> "attn_output";
      case GATE_PROJ -> "ffn_gate";
      case UP_PROJ -> "ffn_up";
      case DOWN_PROJ -> "ffn_down";
    };
  }
}
