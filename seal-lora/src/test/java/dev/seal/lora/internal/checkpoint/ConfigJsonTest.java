package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigJsonTest {

  private static ModelConfig parse(String json) {
    return ConfigJson.parse(StrictJson.object("config.json", json));
  }

  @Test
  void reads_every_size() {
    assertThat(parse(TinyModel.CONFIG_JSON)).isEqualTo(TinyModel.CONFIG);
  }

  @Test
  void head_size_follows_from_the_hidden_size_where_it_is_absent() {
    assertThat(parse(TinyModel.configWith("head_dim", null)).headSize()).isEqualTo(4);
  }

  @Test
  void rotary_base_is_read_in_both_spellings() {
    String old = TinyModel.configWith("rope_theta", "5000.0");
    String recent =
        TinyModel.configWith("rope_theta", null)
            .replaceFirst(
                "\\{",
                "{\"rope_parameters\": {\"rope_theta\": 5000.0, \"rope_type\": \"default\"},");
    assertThat(parse(old).rotary().theta()).isEqualTo(5000);
    assertThat(parse(recent)).isEqualTo(parse(old));
  }

  @Test
  void two_rotary_bases_must_agree() {
    assertThatThrownBy(
            () -> parse(TinyModel.configWith("rope_parameters", "{\"rope_theta\": 5.0}")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "\"rope_theta\" is 10000.0, but \"rope_parameters.rope_theta\" is 5.0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_cache | true",
        "attention_dropout | 0.1",
        "_name_or_path | \"org/model\"",
        "initializer_range | 0.02",
        "transformers_version | \"4.50\"",
        "pretraining_tp | 1",
        "rope_scaling | null",
        "max_sequence_length | 2048",
        "quantization | null",
        "attention_bias | false",
        "sliding_window | null",
        "sliding_window | 32",
        "rope_interleaved | false",
        "layer_types | [\"full_attention\", \"full_attention\"]"
      })
  void what_does_not_change_the_mathematics_is_accepted(String key, String value) {
    assertThat(parse(TinyModel.configWith(key, value))).isEqualTo(TinyModel.CONFIG);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "model_type | \"gemma\" | llama, qwen2, qwen3 only",
        "architectures | [\"MistralForCausalLM\"] | LlamaForCausalLM",
        "hidden_act | \"gelu\" | silu",
        "sliding_window | 31 | attention over the whole window only",
        "quantization_config | {\"bits\": 4} | does not compute",
        "pretraining_tp | 2 | does not compute",
        "auto_map | {\"AutoModel\": \"code.py\"} | does not compute",
        "layer_types | [\"sliding_attention\"] | full_attention",
        "logit_scale | 0.5 | is not known to this version"
      })
  void what_changes_the_mathematics_is_refused_by_key_and_value(
      String key, String value, String reason) {
    String shown = value.replace(": ", ":").replace(", ", ",");
    assertThatThrownBy(() -> parse(TinyModel.configWith(key, value)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("config.json", "\"" + key + "\"", shown, reason);
  }

  @Test
  void other_scalings_of_rotary_positions_are_refused_by_name() {
    assertThatThrownBy(
            () ->
                parse(
                    TinyModel.configWith(
                        "rope_scaling", "{\"rope_type\": \"yarn\", \"factor\": 8.0}")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("\"rope_scaling.rope_type\" is \"yarn\"");
    assertThatThrownBy(
            () ->
                parse(
                    TinyModel.configWith(
                        "rope_scaling",
                        "{\"type\": \"linear\", \"factor\": 2.0, \"attention_factor\": 1.1}")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("\"rope_scaling.attention_factor\" (1.1) is not known");
  }

  @Test
  void llama3_scaling_keeps_fast_pairs_and_slows_slow_ones() {
    String scaling =
        """
        {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
         "original_max_position_embeddings": 64}
        """;
    // Pairs turn 64 / (2 pi) = 10.2 times and, at a hundredth of that frequency, 0.1 times.
    Rotary rotary = parse(TinyModel.configWith("rope_scaling", scaling)).rotary();
    assertThat(rotary.divisors()).containsExactly(1.0, 8.0);
    assertThat(rotary.frequencies(4)).containsExactly(1, 0.01 / 8);
  }

  @Test
  void rotary_scalings_in_both_places_must_agree() {
    String json = TinyModel.configWith("rope_scaling", "{\"type\": \"linear\", \"factor\": 2.0}");
    String other =
        json.substring(0, json.lastIndexOf('}'))
            + ", \"rope_parameters\": {\"rope_type\": \"linear\", \"factor\": 4.0}}";
    assertThatThrownBy(() -> parse(other))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("remove the wrong one");
    assertThat(parse(other.replace("4.0}}", "2.0}}")).rotary().divisors())
        .containsExactly(2.0, 2.0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hidden_size | 0 | \"hidden_size\" must be a whole number from 1 to 2147483647, but was 0",
        "hidden_size | 8.5 | but was 8.5",
        "hidden_size | \"8\" | but was \"8\"",
        "num_hidden_layers | 1e300 | but was 1e300",
        "vocab_size | 2000000000 | vocabulary size must be from 1 to 16777216, but was 2000000000",
        "num_key_value_heads | 3 | key-value heads must be from 1 to 2, but was 3",
        "head_dim | 3 | head size must be even",
        "rms_norm_eps | -1 | norm epsilon must be > 0 and < 1, but was -1.0",
        "rope_theta | 0 | rotary base must be a finite number > 1, but was 0.0",
        "rope_theta | 1e999 | the number 1e999 at $.rope_theta is beyond any that is read"
      })
  void sizes_out_of_range_are_refused(String key, String value, String message) {
    assertThatThrownBy(() -> parse(TinyModel.configWith(key, value)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void a_missing_key_is_named() {
    assertThatThrownBy(() -> parse(TinyModel.configWith("hidden_size", null)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("config.json has no key \"hidden_size\"");
  }

  @Test
  void json_is_read_by_the_letter() {
    assertThatThrownBy(() -> parse("{\"model_type\": \"llama\", \"model_type\": \"llama\"}"))
        .hasMessageContaining("gives the key \"model_type\" twice");
    assertThatThrownBy(() -> parse("{'model_type': 1}")).hasMessageContaining("is not valid JSON");
    assertThatThrownBy(() -> parse("{} {}")).isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> parse("[1]")).hasMessageContaining("must hold a JSON object");
    assertThatThrownBy(() -> parse("")).isInstanceOf(ModelFormatException.class);
    assertThatThrownBy(() -> parse("{\"a\":".repeat(10_000)))
        .isInstanceOf(ModelFormatException.class);
  }
}
