package dev.seal.lora.internal.checkpoint;

import static java.util.stream.Collectors.joining;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.TargetModule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The text of {@code config.json}. Defaults for absent keys are those of Hugging Face's
 * configuration classes.
 */
final class ConfigJson {

  private static final int DEFAULT_WINDOW = 2048;
  private static final int DEFAULT_QWEN_WINDOW = 32_768;
  private static final int DEFAULT_QWEN3_HEAD_SIZE = 128;

  private ConfigJson() {}

  static ModelConfig parse(JsonFields json) {
    Architecture architecture = architecture(json);
    ConfigKeys.check(json);
    int layers = size(json, "num_hidden_layers");
    int window =
        json.integer(
            "max_position_embeddings",
            1,
            Integer.MAX_VALUE,
            architecture == Architecture.LLAMA ? DEFAULT_WINDOW : DEFAULT_QWEN_WINDOW);
    AttentionWindow.requireUnused(json, architecture, layers, window);
    int heads = size(json, "num_attention_heads");
    int headSize = headSize(json, architecture, heads);
    try {
      return new ModelConfig(
          architecture,
          layers,
          size(json, "hidden_size"),
          heads,
          keyValueHeads(json, architecture, heads),
          headSize,
          size(json, "intermediate_size"),
          size(json, "vocab_size"),
          window,
          json.number("rms_norm_eps", 1e-6),
          RotaryJson.parse(json, headSize, window),
          json.flag("tie_word_embeddings", false),
          biases(json, architecture));
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          json.file() + ": " + e.getMessage() + "; get the file again", e);
    }
  }

  private static Architecture architecture(JsonFields json) {
    Architecture architecture =
        Architecture.of(json.string("model_type"))
            .orElseThrow(() -> unsupported(json, "model_type", Architecture.ids()));
    if (json.has("architectures")
        && !json.strings("architectures").equals(List.of(architecture.className()))) {
      throw unsupported(json, "architectures", "[\"" + architecture.className() + "\"]");
    }
    if (json.has("hidden_act") && !json.string("hidden_act").equals("silu")) {
      throw unsupported(json, "hidden_act", "silu");
    }
    return architecture;
  }

  private static int headSize(JsonFields json, Architecture architecture, int heads) {
    if (json.has("head_dim")) {
      return size(json, "head_dim");
    }
    if (architecture == Architecture.QWEN3) {
      return DEFAULT_QWEN3_HEAD_SIZE;
    }
    int hiddenSize = size(json, "hidden_size");
    if (hiddenSize % heads != 0) {
      throw new ModelFormatException(
          "%s: without \"head_dim\", \"hidden_size\" must be a multiple of \"num_attention_heads\", but they are %d and %d"
              .formatted(json.file(), hiddenSize, heads));
    }
    return hiddenSize / heads;
  }

  /**
   * Qwen's configurations stand for a fixed number where the key is absent, so it has to be there.
   */
  private static int keyValueHeads(JsonFields json, Architecture architecture, int heads) {
    return architecture == Architecture.LLAMA
        ? json.integer("num_key_value_heads", 1, Integer.MAX_VALUE, heads)
        : size(json, "num_key_value_heads");
  }

  /** Qwen2 always has them on q, k and v; the others where the configuration says so. */
  private static Set<TargetModule> biases(JsonFields json, Architecture architecture) {
    Set<TargetModule> biases = EnumSet.noneOf(TargetModule.class);
    boolean attention = json.flag("attention_bias", architecture == Architecture.QWEN2);
    boolean feedForward = json.flag("mlp_bias", false);
    if (architecture == Architecture.QWEN2) {
      if (!attention) {
        throw unsupported(json, "attention_bias", "Qwen2 with biases on q, k and v");
      }
      biases.addAll(ModelConfig.ATTENTION_INPUTS);
    } else if (attention) {
      biases.addAll(ModelConfig.ATTENTION_INPUTS);
      biases.add(TargetModule.O_PROJ);
    }
    if (feedForward) {
      if (architecture != Architecture.LLAMA) {
        throw unsupported(json, "mlp_bias", architecture.id() + " without feed-forward biases");
      }
      biases.addAll(
          EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ, TargetModule.DOWN_PROJ));
    }
    return biases;
  }

  /**
   * What {@link #parse} reads as a configuration.
   *
   * @throws UnsupportedModelException if it has biases on other matrices than a {@code config.json}
   *     of its architecture can say, as a GGUF file may
   */
  static JsonObject json(ModelConfig config) {
    Architecture architecture = config.architecture();
    JsonArray classes = new JsonArray();
    classes.add(architecture.className());
    JsonObject json = new JsonObject();
    json.add("architectures", classes);
    json.addProperty("model_type", architecture.id());
    json.addProperty("num_hidden_layers", config.layers());
    json.addProperty("hidden_size", config.hiddenSize());
    json.addProperty("num_attention_heads", config.heads());
    json.addProperty("num_key_value_heads", config.keyValueHeads());
    json.addProperty("head_dim", config.headSize());
    json.addProperty("intermediate_size", config.intermediateSize());
    json.addProperty("hidden_act", "silu");
    json.addProperty("vocab_size", config.vocabularySize());
    json.addProperty("max_position_embeddings", config.contextWindow());
    json.addProperty("rms_norm_eps", config.normEpsilon());
    RotaryJson.write(json, config.rotary(), config.contextWindow());
    json.addProperty("tie_word_embeddings", config.tiedEmbeddings());
    if (architecture == Architecture.LLAMA) {
      json.addProperty("mlp_bias", config.biases().contains(TargetModule.DOWN_PROJ));
    } else {
      json.addProperty("use_sliding_window", false);
    }
    if (architecture != Architecture.QWEN2) {
      json.addProperty("attention_bias", config.biases().contains(TargetModule.Q_PROJ));
    }
    Set<TargetModule> sayable = biases(new JsonFields("config.json", "", json), architecture);
    if (!sayable.equals(config.biases())) {
      throw new UnsupportedModelException(
          "a config.json cannot say that a %s model has biases on %s only; keep the model in its own file, and what it learns in adapters"
              .formatted(
                  architecture.id(),
                  config.biases().stream().map(TargetModule::moduleName).collect(joining(", "))));
    }
    return json;
  }

  private static int size(JsonFields json, String key) {
    return (int) json.integer(key, 1, Integer.MAX_VALUE);
  }

  static UnsupportedModelException unsupported(JsonFields json, String key, String computed) {
    return new UnsupportedModelException(
        "%s: \"%s\" is %s, but this library computes %s only; choose another model"
            .formatted(json.file(), json.path(key), json.text(key), computed));
  }
}
