package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.TargetModule;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The keys and values of the {@code config.json} of public models. */
class PublicConfigsTest {

  private static final String LLAMA =
      """
      "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_act": "silu", "initializer_range": 0.02,
      "use_cache": true, "torch_dtype": "bfloat16", "transformers_version": "4.43.0"
      """;

  private static final String LLAMA_3 =
      LLAMA
          + """
          , "attention_bias": false, "attention_dropout": 0.0, "mlp_bias": false, "pretraining_tp": 1,
          "bos_token_id": 128000, "eos_token_id": [128001, 128008, 128009], "rms_norm_eps": 1e-05,
          "rope_theta": 500000.0, "vocab_size": 128256
          """;

  private static final String QWEN =
      """
      "attention_dropout": 0.0, "bos_token_id": 151643, "eos_token_id": 151645, "hidden_act": "silu",
      "initializer_range": 0.02, "rms_norm_eps": 1e-06, "use_cache": true, "torch_dtype": "bfloat16",
      "transformers_version": "4.51.0"
      """;

  private static final String QWEN_2 =
      "\"architectures\": [\"Qwen2ForCausalLM\"], \"model_type\": \"qwen2\", " + QWEN;

  private static final String QWEN_3 =
      """
      "architectures": ["Qwen3ForCausalLM"], "model_type": "qwen3", "attention_bias": false, "head_dim": 128,
      "max_position_embeddings": 40960, "rope_scaling": null, "rope_theta": 1000000, "sliding_window": null,
      "use_sliding_window": false, "vocab_size": 151936,
      """
          + QWEN;

  private static String scaling(double factor) {
    return """
    "rope_scaling": {"factor": %s, "high_freq_factor": 4.0, "low_freq_factor": 1.0,
                     "original_max_position_embeddings": 8192, "rope_type": "llama3"}
    """
        .formatted(factor);
  }

  private static String sizes(
      int layers, int hidden, int heads, int keyValueHeads, int intermediate, boolean tied) {
    return """
    "num_hidden_layers": %d, "hidden_size": %d, "num_attention_heads": %d, "num_key_value_heads": %d,
    "intermediate_size": %d, "tie_word_embeddings": %s
    """
        .formatted(layers, hidden, heads, keyValueHeads, intermediate, tied);
  }

  private static String window(int positions, int sliding, int fullLayers) {
    return """
    "max_position_embeddings": %d, "sliding_window": %d, "max_window_layers": %d, "use_sliding_window": false
    """
        .formatted(positions, sliding, fullLayers);
  }

  private static String config(String model) {
    return switch (model) {
      case "Llama-2-7b-hf" ->
          join(
              LLAMA,
              sizes(32, 4096, 32, 32, 11008, false),
              """
              "_name_or_path": "meta-llama/Llama-2-7b-hf", "bos_token_id": 1, "eos_token_id": 2,
              "max_position_embeddings": 4096, "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null,
              "vocab_size": 32000
              """);
      case "TinyLlama-1.1B-Chat-v1.0" ->
          join(
              LLAMA,
              sizes(22, 2048, 32, 4, 5632, false),
              """
              "attention_bias": false, "bos_token_id": 1, "eos_token_id": 2, "max_position_embeddings": 2048,
              "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_scaling": null, "rope_theta": 10000.0,
              "vocab_size": 32000
              """);
      case "Meta-Llama-3-8B" ->
          join(
              LLAMA_3,
              sizes(32, 4096, 32, 8, 14336, false),
              "\"max_position_embeddings\": 8192, \"rope_scaling\": null");
      case "Llama-3.1-8B-Instruct", "DeepSeek-R1-Distill-Llama-8B" ->
          join(
              LLAMA_3,
              sizes(32, 4096, 32, 8, 14336, false),
              scaling(8),
              "\"max_position_embeddings\": 131072");
      case "Llama-3.2-1B" ->
          join(
              LLAMA_3,
              sizes(16, 2048, 32, 8, 8192, true),
              scaling(32),
              "\"head_dim\": 64, \"max_position_embeddings\": 131072");
      case "SmolLM2-135M-Instruct" ->
          join(
              LLAMA,
              sizes(30, 576, 9, 3, 1536, true),
              """
              "attention_bias": false, "attention_dropout": 0.0, "bos_token_id": 1, "eos_token_id": 2,
              "is_llama_config": true, "max_position_embeddings": 8192, "mlp_bias": false, "pad_token_id": 2,
              "pretraining_tp": 1, "rms_norm_eps": 1e-05, "rope_interleaved": false, "rope_scaling": null,
              "rope_theta": 100000, "transformers.js_config": {"kv_cache_dtype": {"q4f16": "float16"}},
              "vocab_size": 49152
              """);
      case "Qwen2-0.5B", "Qwen2.5-0.5B" ->
          join(
              QWEN_2,
              sizes(24, 896, 14, 2, 4864, true),
              window(32768, 32768, 24),
              "\"rope_theta\": 1000000.0, \"use_mrope\": false, \"vocab_size\": 151936");
      case "Qwen2.5-7B-Instruct" ->
          join(
              QWEN_2,
              sizes(28, 3584, 28, 4, 18944, false),
              window(32768, 131072, 28),
              "\"rope_theta\": 1000000.0, \"vocab_size\": 152064");
      case "DeepSeek-R1-Distill-Qwen-1.5B" ->
          join(
              QWEN_2,
              sizes(28, 1536, 12, 2, 8960, false),
              window(131072, 4096, 21),
              "\"rope_theta\": 10000, \"use_mrope\": false, \"vocab_size\": 151936");
      case "Qwen3-0.6B" ->
          join(QWEN_3, sizes(28, 1024, 16, 8, 3072, true), "\"max_window_layers\": 28");
      case "Qwen3-4B" ->
          join(QWEN_3, sizes(36, 2560, 32, 8, 9728, true), "\"max_window_layers\": 36");
      case "Qwen3-8B" ->
          join(QWEN_3, sizes(36, 4096, 32, 8, 12288, false), "\"max_window_layers\": 36");
      default -> throw new IllegalArgumentException(model);
    };
  }

  private static String join(String... parts) {
    return "{" + String.join(", ", parts) + "}";
  }

  private static ModelConfig parse(String json) {
    return ConfigJson.parse(StrictJson.object("config.json", json));
  }

  @ParameterizedTest
  @CsvSource({
    "Llama-2-7b-hf, LLAMA, 128, 4096, 10000, false",
    "TinyLlama-1.1B-Chat-v1.0, LLAMA, 64, 2048, 10000, false",
    "Meta-Llama-3-8B, LLAMA, 128, 8192, 500000, false",
    "Llama-3.1-8B-Instruct, LLAMA, 128, 131072, 500000, false",
    "DeepSeek-R1-Distill-Llama-8B, LLAMA, 128, 131072, 500000, false",
    "Llama-3.2-1B, LLAMA, 64, 131072, 500000, true",
    "SmolLM2-135M-Instruct, LLAMA, 64, 8192, 100000, true",
    "Qwen2-0.5B, QWEN2, 64, 32768, 1000000, true",
    "Qwen2.5-0.5B, QWEN2, 64, 32768, 1000000, true",
    "Qwen2.5-7B-Instruct, QWEN2, 128, 32768, 1000000, false",
    "DeepSeek-R1-Distill-Qwen-1.5B, QWEN2, 128, 131072, 10000, false",
    "Qwen3-0.6B, QWEN3, 128, 40960, 1000000, true",
    "Qwen3-4B, QWEN3, 128, 40960, 1000000, true",
    "Qwen3-8B, QWEN3, 128, 40960, 1000000, false"
  })
  void is_read(
      String model,
      Architecture architecture,
      int headSize,
      int window,
      double theta,
      boolean tied) {
    ModelConfig config = parse(config(model));

    assertThat(config.architecture()).isEqualTo(architecture);
    assertThat(config.headSize()).isEqualTo(headSize);
    assertThat(config.contextWindow()).isEqualTo(window);
    assertThat(config.rotary().theta()).isEqualTo(theta);
    assertThat(config.tiedEmbeddings()).isEqualTo(tied);
    assertThat(config.biases())
        .isEqualTo(
            architecture == Architecture.QWEN2
                ? Set.of(TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ)
                : Set.of());
  }

  @ParameterizedTest
  @CsvSource({"Llama-3.1-8B-Instruct, 8", "Llama-3.2-1B, 32"})
  void slow_pairs_of_llama_3_are_scaled(String model, double factor) {
    ModelConfig config = parse(config(model));

    assertThat(config.rotary().divisors()).hasSize(config.headSize() / 2).startsWith(1.0);
    assertThat(config.rotary().divisors()).endsWith(factor).isSorted();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen2.5-7B-Instruct | \"rope_scaling\": {\"factor\": 4.0,"
            + " \"original_max_position_embeddings\": 32768, \"type\": \"yarn\"} |"
            + " \"rope_scaling.type\" is \"yarn\"",
        "Llama-2-7b-hf | \"rope_parameters\": {\"rope_type\": \"dynamic\", \"factor\": 2.0} |"
            + " \"rope_parameters.rope_type\" is \"dynamic\"",
        "Llama-2-7b-hf | \"rope_parameters\": {\"rope_type\": \"longrope\"} |"
            + " \"rope_parameters.rope_type\" is \"longrope\"",
        "Qwen2-0.5B | \"dual_chunk_attention_config\": {\"chunk_size\": 262144} |"
            + " \"dual_chunk_attention_config\" is {\"chunk_size\":262144}",
        "Llama-3.1-8B-Instruct | \"quantization_config\": {\"bits\": 4, \"quant_method\": \"awq\"}"
            + " | \"quantization_config\" is {\"bits\":4,\"quant_method\":\"awq\"}",
        "Llama-3.2-1B | \"quantization\": {\"bits\": 4, \"group_size\": 64} | \"quantization\" is"
            + " {\"bits\":4,\"group_size\":64}",
        "Llama-3.2-1B | \"num_local_experts\": 8 | the key \"num_local_experts\" (8) is not known"
      })
  void what_a_variant_adds_is_refused_by_name_and_value(String model, String added, String reason) {
    String json = config(model).replace(", \"rope_scaling\": null", "");

    assertThatThrownBy(() -> parse("{" + added + ", " + json.substring(1)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("config.json", reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Qwen3-8B | \"model_type\": \"qwen3\" | \"model_type\": \"qwen3_moe\" | \"model_type\" is"
            + " \"qwen3_moe\"",
        "Qwen3-8B | Qwen3ForCausalLM | Qwen3MoeForCausalLM | \"architectures\" is"
            + " [\"Qwen3MoeForCausalLM\"]",
        "Llama-2-7b-hf | \"model_type\": \"llama\" | \"model_type\": \"mistral\" | \"model_type\""
            + " is \"mistral\"",
        "Qwen2.5-7B-Instruct | \"sliding_window\": 131072, \"max_window_layers\": 28,"
            + " \"use_sliding_window\": false | \"sliding_window\": 4096, \"max_window_layers\":"
            + " 14, \"use_sliding_window\": true | \"sliding_window\" is 4096",
        "Qwen2.5-7B-Instruct | \"sliding_window\": 131072, \"max_window_layers\": 28,"
            + " \"use_sliding_window\": false | \"max_window_layers\": 14,"
            + " \"use_sliding_window\": true | \"sliding_window\" is nothing",
        "SmolLM2-135M-Instruct | \"rope_interleaved\": false | \"rope_interleaved\": true |"
            + " \"rope_interleaved\" is true",
        "Qwen2-0.5B | \"use_mrope\": false | \"use_mrope\": true | \"use_mrope\" is true",
        "Llama-2-7b-hf | \"pretraining_tp\": 1 | \"pretraining_tp\": 2 | \"pretraining_tp\" is 2"
      })
  void what_a_variant_changes_is_refused_by_name_and_value(
      String model, String from, String to, String reason) {
    String json = config(model);
    assertThat(json).contains(from);

    assertThatThrownBy(() -> parse(json.replace(from, to)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("config.json", reason);
  }
}
