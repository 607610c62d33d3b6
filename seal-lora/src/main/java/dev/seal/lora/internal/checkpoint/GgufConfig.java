package dev.seal.lora.internal.checkpoint;

import static java.util.stream.Collectors.joining;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.TargetModule;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads a model's configuration from the {@code <architecture>.*} metadata of GGUF and from which
 * tensors there are.
 */
final class GgufConfig {

  private static final Set<String> READ =
      Set.of(
          "block_count",
          "context_length",
          "embedding_length",
          "feed_forward_length",
          "vocab_size",
          "attention.head_count",
          "attention.head_count_kv",
          "attention.key_length",
          "attention.value_length",
          "attention.layer_norm_rms_epsilon",
          "attention.sliding_window",
          "rope.dimension_count",
          "rope.freq_base",
          "rope.scaling.type",
          "rope.scaling.factor",
          // of YaRN only, which is refused by its type
          "rope.scaling.original_context_length",
          "rope.scaling.finetuned");

  private final GgufMetadata metadata;
  private final Map<String, GgufHeader.Tensor> tensors;
  private final Architecture architecture;

  private GgufConfig(GgufMetadata metadata, Map<String, GgufHeader.Tensor> tensors) {
    this.metadata = metadata;
    this.tensors = tensors;
    this.architecture =
        Architecture.of(metadata.string("general.architecture"))
            .orElseThrow(() -> unsupported("general.architecture", Architecture.ids()));
  }

  static ModelConfig parse(
      GgufMetadata metadata, Map<String, GgufHeader.Tensor> tensors, int vocabularySize) {
    GgufConfig config = new GgufConfig(metadata, tensors);
    config.requireKnown();
    return config.parse(vocabularySize);
  }

  private ModelConfig parse(int vocabularySize) {
    int heads = metadata.integer(key("attention.head_count"));
    int hiddenSize = metadata.integer(key("embedding_length"));
    if (heads == 0 || (!metadata.has(key("attention.key_length")) && hiddenSize % heads != 0)) {
      throw new ModelFormatException(
          "%s: %s must be a multiple of %s, but they are %d and %d"
              .formatted(
                  metadata.file(),
                  key("embedding_length"),
                  key("attention.head_count"),
                  hiddenSize,
                  heads));
    }
    int headSize = metadata.integer(key("attention.key_length"), hiddenSize / heads);
    requireEqual("attention.value_length", headSize);
    requireEqual("rope.dimension_count", headSize);
    if (metadata.integer(key("vocab_size"), vocabularySize) != vocabularySize) {
      throw new ModelFormatException(
          "%s: %s is %s, but the token table has %d rows; get the file again"
              .formatted(
                  metadata.file(),
                  key("vocab_size"),
                  metadata.text(key("vocab_size")),
                  vocabularySize));
    }
    int window = metadata.integer(key("context_length"));
    int slidingWindow = metadata.integer(key("attention.sliding_window"), 0);
    if (slidingWindow > 0 && slidingWindow < window) {
      throw unsupported(key("attention.sliding_window"), "attention over the whole window");
    }
    try {
      return new ModelConfig(
          architecture,
          metadata.integer(key("block_count")),
          hiddenSize,
          heads,
          metadata.integer(key("attention.head_count_kv"), heads),
          headSize,
          metadata.integer(key("feed_forward_length")),
          vocabularySize,
          window,
          metadata.number(key("attention.layer_norm_rms_epsilon")),
          rotary(headSize),
          !tensors.containsKey(GgufNames.OUTPUT),
          biases());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          metadata.file() + ": " + e.getMessage() + "; get the file again", e);
    }
  }

  private String key(String name) {
    return architecture.id() + "." + name;
  }

  private void requireKnown() {
    if (!metadata.optionalString("general.type").orElse("model").equals("model")) {
      throw unsupported("general.type", "whole models");
    }
    for (String key : metadata.keys()) {
      if (key.startsWith(key(""))) {
        String name = key.substring(key("").length());
        if (!READ.contains(name) && !isNeutral(key, name)) {
          throw unsupported(key, "plain " + architecture.id() + " models");
        }
      }
    }
  }

  private boolean isNeutral(String key, String name) {
    return switch (name) {
      case "attention.causal" -> metadata.flag(key, true);
      // the order of rows that every llama file has
      case "tensor_data_layout" -> metadata.string(key).equals("Meta AI original pth");
      default -> name.startsWith("expert_") && metadata.integer(key) == 0;
    };
  }

  private void requireEqual(String name, int headSize) {
    if (metadata.has(key(name)) && metadata.integer(key(name)) != headSize) {
      throw unsupported(key(name), "heads of one size (" + headSize + ")");
    }
  }

  private Rotary rotary(int headSize) {
    double theta = metadata.number(key("rope.freq_base"), 10_000);
    String typeKey = key("rope.scaling.type");
    String type = metadata.optionalString(typeKey).orElse("linear");
    double factor = metadata.number(key("rope.scaling.factor"), 1);
    if (!type.equals("none") && !type.equals("linear")) {
      throw unsupported(typeKey, "rotary positions of the types none, linear and Llama 3's");
    }
    boolean scaled = type.equals("linear") && factor != 1 && factor != 0;
    GgufHeader.Tensor divisors = tensors.get(GgufNames.ROTARY_DIVISORS);
    if (divisors == null) {
      return scaled ? Rotary.linear(theta, headSize, factor) : Rotary.plain(theta);
    }
    if (scaled) {
      throw unsupported(
          key("rope.scaling.factor"), "it or " + GgufNames.ROTARY_DIVISORS + ", not both,");
    }
    if (divisors.shape().size() != 1
        || divisors.shape().get(0) != headSize / 2
        || divisors.type() != GgufType.F32) {
      throw new ModelFormatException(
          "%s: tensor %s has type %s and shape %s, but the metadata calls for F32 and [%d]; get the file again"
              .formatted(
                  divisors.file().name(),
                  GgufNames.ROTARY_DIVISORS,
                  divisors.type(),
                  divisors.shape(),
                  headSize / 2));
    }
    List<Double> values = new ArrayList<>();
    for (float value :
        Floats.widen(
            divisors.file().slice(divisors.offset(), (int) divisors.bytes()), TensorType.F32)) {
      values.add((double) value);
    }
    return Rotary.stretched(theta, values);
  }

  /**
   * Those that the first layer has; that the other layers have them too is checked with the rest.
   */
  private Set<TargetModule> biases() {
    Set<TargetModule> biases = EnumSet.noneOf(TargetModule.class);
    for (TargetModule module : TargetModule.values()) {
      if (tensors.containsKey(GgufNames.bias(0, module))) {
        biases.add(module);
      }
    }
    requireTogether(
        biases, ModelConfig.ATTENTION_INPUTS, architecture == Architecture.QWEN2 ? 3 : 0);
    requireTogether(biases, EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ), 0);
    return biases;
  }

  private void requireTogether(Set<TargetModule> biases, Set<TargetModule> group, int least) {
    long present = group.stream().filter(biases::contains).count();
    if (present < least || (present > 0 && present < group.size())) {
      TargetModule missing =
          group.stream().filter(module -> !biases.contains(module)).findFirst().orElseThrow();
      throw new ModelFormatException(
          "%s lacks tensor %s; a model of architecture %s has biases on all of %s%s. Get the file again"
              .formatted(
                  metadata.file(),
                  GgufNames.bias(0, missing),
                  architecture.id(),
                  group.stream().map(TargetModule::moduleName).collect(joining(", ")),
                  least > 0 ? "" : " or on none"));
    }
  }

  private UnsupportedModelException unsupported(String key, String computed) {
    return new UnsupportedModelException(
        "%s: the metadata key %s is %s, but this library computes %s only; choose another model"
            .formatted(metadata.file(), key, metadata.text(key), computed));
  }
}
