package dev.seal.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The sizes of a language model with an output matrix of its own, and what Hugging Face calls its
 * parts.
 */
record ModelShape(
    Family family,
    int layers,
    int hidden,
    int intermediate,
    int heads,
    int keyValueHeads,
    int vocabulary) {

  private static final int WINDOW = 32_768;
  private static final double ROTARY_BASE = 1e6;
  private static final double EPSILON = 1e-6;

  /** An architecture. */
  enum Family {
    /** With biases on queries, keys and values. */
    QWEN2("Qwen2ForCausalLM", true),
    /** Without biases. */
    LLAMA("LlamaForCausalLM", false);

    private final String className;
    private final boolean biases;

    Family(String className, boolean biases) {
      this.className = className;
      this.biases = biases;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  ModelShape {
    requirePositive("--layers", layers);
    requirePositive("--hidden", hidden);
    requirePositive("--intermediate", intermediate);
    requirePositive("--heads", heads);
    requirePositive("--kv-heads", keyValueHeads);
    requirePositive("--vocabulary", vocabulary);
    if (hidden % (2L * heads) != 0) {
      throw new IllegalArgumentException(
          "--hidden must be an even multiple of --heads, as rotary positions turn pairs, but they"
              + " were %d and %d".formatted(hidden, heads));
    }
    if (heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "--heads must be a multiple of --kv-heads, but they were %d and %d"
              .formatted(heads, keyValueHeads));
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(option + " must be >= 1, but was " + value);
    }
  }

  /** What {@code config.json} holds. */
  Map<String, Object> config(int endToken) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of(family.className));
    config.put("model_type", family.id());
    config.put("num_hidden_layers", layers);
    config.put("hidden_size", hidden);
    config.put("intermediate_size", intermediate);
    config.put("num_attention_heads", heads);
    config.put("num_key_value_heads", keyValueHeads);
    config.put("vocab_size", vocabulary);
    config.put("max_position_embeddings", WINDOW);
    config.put("rms_norm_eps", EPSILON);
    config.put("rope_theta", ROTARY_BASE);
    config.put("hidden_act", "silu");
    config.put("tie_word_embeddings", false);
    config.put("eos_token_id", endToken);
    config.put("torch_dtype", "bfloat16");
    return config;
  }

  /** Every tensor with its shape. Those of norms end in {@code norm.weight}. */
  Map<String, List<Integer>> tensors() {
    int keyValues = hidden / heads * keyValueHeads;
    Map<String, List<Integer>> tensors = new LinkedHashMap<>();
    tensors.put("model.embed_tokens.weight", List.of(vocabulary, hidden));
    for (int layer = 0; layer < layers; layer++) {
      String prefix = "model.layers." + layer + '.';
      tensors.put(prefix + "input_layernorm.weight", List.of(hidden));
      attentionInput(tensors, prefix + "self_attn.q_proj", hidden);
      attentionInput(tensors, prefix + "self_attn.k_proj", keyValues);
      attentionInput(tensors, prefix + "self_attn.v_proj", keyValues);
      tensors.put(prefix + "self_attn.o_proj.weight", List.of(hidden, hidden));
      tensors.put(prefix + "post_attention_layernorm.weight", List.of(hidden));
      tensors.put(prefix + "mlp.gate_proj.weight", List.of(intermediate, hidden));
      tensors.put(prefix + "mlp.up_proj.weight", List.of(intermediate, hidden));
      tensors.put(prefix + "mlp.down_proj.weight", List.of(hidden, intermediate));
    }
    tensors.put("model.norm.weight", List.of(hidden));
    tensors.put("lm_head.weight", List.of(vocabulary, hidden));
    return tensors;
  }

  private void attentionInput(Map<String, List<Integer>> tensors, String name, int outputs) {
    tensors.put(name + ".weight", List.of(outputs, hidden));
    if (family.biases) {
      tensors.put(name + ".bias", List.of(outputs));
    }
  }
}
