package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.List;

/**
 * Reads {@code config.json}. Defaults for absent keys are those of Hugging Face's {@code
 * LlamaConfig}.
 */
final class ConfigJson {

  private ConfigJson() {}

  static LlamaConfig parse(JsonFields json) {
    requireLlama(json);
    ConfigKeys.check(json);
    int heads = size(json, "num_attention_heads");
    int hiddenSize = size(json, "hidden_size");
    if (!json.has("head_dim") && hiddenSize % heads != 0) {
      throw new ModelFormatException(
          "%s: without \"head_dim\", \"hidden_size\" must be a multiple of \"num_attention_heads\", but they are %d and %d"
              .formatted(json.file(), hiddenSize, heads));
    }
    try {
      return new LlamaConfig(
          size(json, "num_hidden_layers"),
          hiddenSize,
          heads,
          json.integer("num_key_value_heads", 1, Integer.MAX_VALUE, heads),
          json.integer("head_dim", 1, Integer.MAX_VALUE, hiddenSize / heads),
          size(json, "intermediate_size"),
          size(json, "vocab_size"),
          json.integer("max_position_embeddings", 1, Integer.MAX_VALUE, 2048),
          json.number("rms_norm_eps", 1e-6),
          ropeTheta(json),
          json.flag("tie_word_embeddings", false));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          json.file() + ": " + e.getMessage() + "; get the file again", e);
    }
  }

  private static void requireLlama(JsonFields json) {
    String type = json.string("model_type");
    if (!type.equals("llama")) {
      throw unsupported(json, "model_type", "llama");
    }
    if (json.has("architectures")
        && !json.strings("architectures").equals(List.of("LlamaForCausalLM"))) {
      throw unsupported(json, "architectures", "[\"LlamaForCausalLM\"]");
    }
    if (json.has("hidden_act") && !json.string("hidden_act").equals("silu")) {
      throw unsupported(json, "hidden_act", "silu");
    }
  }

  /**
   * The rotary base, at the top as transformers wrote it up to version 4, or in {@code
   * rope_parameters} as later.
   */
  private static double ropeTheta(JsonFields json) {
    if (!json.has("rope_parameters")) {
      return json.number("rope_theta", 10_000);
    }
    JsonFields rope = json.fields("rope_parameters");
    for (String key : rope.keys()) {
      boolean fine =
          switch (key) {
            case "rope_theta" -> true;
            case "rope_type", "type" -> rope.string(key).equals("default");
            case "partial_rotary_factor" -> rope.number(key) == 1;
            default -> false;
          };
      if (!fine) {
        throw unsupported(rope, key, "plain rotary positions (rope_type default)");
      }
    }
    double theta = rope.number("rope_theta");
    if (json.has("rope_theta") && json.number("rope_theta") != theta) {
      throw new ModelFormatException(
          "%s: \"rope_theta\" is %s, but \"rope_parameters.rope_theta\" is %s; remove the wrong one"
              .formatted(json.file(), json.text("rope_theta"), rope.text("rope_theta")));
    }
    return theta;
  }

  private static int size(JsonFields json, String key) {
    return (int) json.integer(key, 1, Integer.MAX_VALUE);
  }

  private static UnsupportedModelException unsupported(
      JsonFields json, String key, String computed) {
    return new UnsupportedModelException(
        "%s: \"%s\" is %s, but this library computes %s only; choose another model"
            .formatted(json.file(), json.path(key), json.text(key), computed));
  }
}
