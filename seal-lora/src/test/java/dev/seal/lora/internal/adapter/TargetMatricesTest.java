package dev.seal.lora.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.StrictJson;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class TargetMatricesTest {

  private static final ModelConfig TWO_LAYERS = TinyModel.CONFIG;

  private static LoraSpec read(Map<String, String> values) {
    return read(values, TWO_LAYERS);
  }

  private static LoraSpec read(Map<String, String> values, ModelConfig config) {
    Gson gson = new Gson();
    JsonObject json =
        gson.fromJson("{'r': 2, 'lora_alpha': 6, 'target_modules': ['q_proj']}", JsonObject.class);
    values.forEach((key, value) -> json.add(key, gson.fromJson(value, JsonElement.class)));
    return TargetMatrices.read(StrictJson.object("adapter_config.json", json.toString()), config);
  }

  private static List<String> adapted(LoraSpec spec, int layers) {
    Stream.Builder<String> names = Stream.builder();
    for (int layer = 0; layer < layers; layer++) {
      for (TargetModule module : TargetModule.values()) {
        if (spec.adapts(layer, module)) {
          names.add(layer + "." + module.moduleName());
        }
      }
    }
    return names.build().toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "['q_proj'] => 0.q_proj 1.q_proj",
        "['self_attn.q_proj', 'mlp.up_proj'] => 0.q_proj 0.up_proj 1.q_proj 1.up_proj",
        "['1.self_attn.q_proj', 'model.layers.0.mlp.up_proj'] => 0.up_proj 1.q_proj",
        "'.*\\\\.(q|v)_proj' => 0.q_proj 0.v_proj 1.q_proj 1.v_proj",
        "'model\\\\.layers\\\\.[1-9]\\\\.self_attn\\\\.(k_proj|o_proj)' => 1.k_proj 1.o_proj",
        "'^model.*[01]..*down_proj$|.*0.*q_proj' => 0.q_proj 0.down_proj 1.down_proj",
        "'(?:.*?(?:layers).*?(?:self_attn|mlp).*?(?:k_proj|v_proj).*?)' => 0.k_proj 0.v_proj"
            + " 1.k_proj 1.v_proj"
      })
  void modules_are_matched_as_peft_does(String target, String expected) {
    LoraSpec spec = read(Map.of("target_modules", target));
    assertThat(adapted(spec, 2)).containsExactly(expected.split(" "));
  }

  @Test
  void all_linear_is_every_matrix_but_the_head_in_any_case_of_letters() {
    assertThat(read(Map.of("target_modules", "'All-Linear'")))
        .isEqualTo(LoraSpec.builder().rank(2).alpha(6).allModules().build());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "1 => null => 1.q_proj",
        "[1, 0, 7] => null => 0.q_proj 1.q_proj",
        "[0] => 'layers' => 0.q_proj",
        "[0] => ['h', 'layers'] => 0.q_proj",
        "[0] => 'model.layers' => 0.q_proj",
        "[] => null => 0.q_proj 1.q_proj",
        "null => [] => 0.q_proj 1.q_proj",
        "[0] => [] => 0.q_proj",
        "[0] => '' => 0.q_proj",
        "[0] => ['layers', 'model|layers'] => 0.q_proj"
      })
  void layers_are_chosen_as_peft_does(String layers, String pattern, String expected) {
    LoraSpec spec = read(Map.of("layers_to_transform", layers, "layers_pattern", pattern));
    assertThat(adapted(spec, 2)).containsExactly(expected.split(" "));
  }

  /** The first pattern that matches decides, and this one matches without a number. */
  @Test
  void a_choice_that_leaves_the_number_out_adapts_nothing() {
    assertThatThrownBy(
            () -> read(Map.of("layers_to_transform", "[0]", "layers_pattern", "'model|layers'")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("leaves nothing of the 2 layers of this model to adapt");
  }

  @Test
  void of_several_patterns_the_first_in_the_file_counts() {
    LoraSpec spec =
        read(
            Map.of(
                "target_modules",
                "'all-linear'",
                "rank_pattern",
                "{'layers.1.self_attn.q_proj': 5, 'q_proj': 3, '[kq]_proj': 7, 'proj': 9}",
                "alpha_pattern",
                "{'q_proj': 8, 'layers.1.self_attn.q_proj': 9.5, 'mlp.*': 1}"));
    assertThat(spec.rank(0, TargetModule.Q_PROJ)).isEqualTo(3);
    assertThat(spec.rank(1, TargetModule.Q_PROJ)).isEqualTo(5);
    assertThat(spec.rank(1, TargetModule.K_PROJ)).isEqualTo(7);
    assertThat(spec.rank(1, TargetModule.V_PROJ)).isEqualTo(2);
    assertThat(spec.alpha(1, TargetModule.Q_PROJ)).isEqualTo(8);
    assertThat(spec.alpha(0, TargetModule.UP_PROJ)).isEqualTo(1);
    assertThat(spec.alpha(0, TargetModule.O_PROJ)).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "q_proj => 0.q_proj 1.q_proj",
        "_proj => nothing",
        "self_attn.q_pro. => 0.q_proj 1.q_proj",
        "self.attn.q_proj => 0.q_proj 1.q_proj",
        "self\\\\.attn.q_proj => nothing",
        "1\\\\.self_attn\\\\.q_proj$ => 1.q_proj",
        "^model.layers.1.self_attn.q_proj => 1.q_proj",
        "^layers.1.self_attn.q_proj => nothing",
        "(^model).*q_proj => 0.q_proj 1.q_proj",
        "[01].*[qv]_proj => 0.q_proj 0.v_proj 1.q_proj 1.v_proj",
        "mlp => nothing"
      })
  void keys_of_patterns_are_matched_as_peft_does(String key, String expected) {
    LoraSpec spec =
        read(Map.of("target_modules", "'all-linear'", "rank_pattern", "{'" + key + "': 5}"));
    List<String> found = new ArrayList<>();
    for (int layer = 0; layer < 2; layer++) {
      for (TargetModule module : TargetModule.values()) {
        if (spec.rank(layer, module) == 5) {
          found.add(layer + "." + module.moduleName());
        }
      }
    }
    assertThat(String.join(" ", found)).isEqualTo(expected.replace("nothing", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "target_modules => ['q_proj', 'lm_head'] => names lm_head, which is none of the matrices",
        "target_modules => ['embed_tokens'] => names embed_tokens",
        "target_modules => ['query_key_value'] => names query_key_value",
        "target_modules => ['model.layers.2.self_attn.q_proj'] => of layers 0 to 1",
        "target_modules => ['proj'] => names proj",
        "target_modules => '.*' => adapts lm_head",
        "target_modules => '.*(q_proj|embed_tokens)' => adapts model.embed_tokens",
        "target_modules => 'q_proj' => leaves nothing of the 2 layers",
        "target_modules => '.*(?=q).*' => cannot be matched: invalid or unsupported Perl syntax",
        "target_modules => '(.*)\\\\1' => list the names of the modules instead",
        "target_modules => '.*q_proj{,2}' => {,",
        "target_modules => '.*(' => cannot be matched: missing closing )",
        "rank_pattern => {'(': 2} => cannot be matched",
        "layers_to_transform => [2, 3] => leaves nothing",
        "layers_pattern => 'layers' => has no meaning without",
        "exclude_modules => '.*(?!x)' => cannot be matched"
      })
  void what_is_not_computed_is_refused_by_name(String key, String value, String message) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("adapter_config.json", "\"" + key + "\"", message);
  }

  @Test
  void layers_and_a_pattern_of_modules_are_refused_together_as_peft_does() {
    assertThatThrownBy(
            () -> read(Map.of("target_modules", "'all-linear'", "layers_to_transform", "[0]")))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("\"layers_to_transform\" is [0], which is not used by PEFT");
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '`',
      value = {
        "r => 0",
        "lora_alpha => -1",
        "rank_pattern => {'q_proj': 0}",
        "rank_pattern => {'q_proj': 'x'}",
        "rank_pattern => ['q_proj']",
        "alpha_pattern => {'q_proj': -1}",
        "layers_to_transform => [-1]",
        "layers_to_transform => 'all'",
        "use_rslora => 'yes'",
        "exclude_modules => 3",
        "target_modules => null"
      })
  void values_out_of_range_are_damage(String key, String value) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("adapter_config.json: \"" + key);
  }

  static Stream<String> hostilePatterns() {
    return Stream.of(
        "(((((.*)*)*)*)*)*x",
        "((a*)+)+$",
        "(.*.*)*.*(.*.*)*y",
        "(((a{100}){100}){100}){100}",
        "(a{1000}){1000}",
        "(.?.?.?.?.?.?.?.?.?){1000}x",
        "(|){1000}(|){1000}.*x",
        "(|){300}.*x",
        "(a{99999999999}){99999999999}",
        "a{1,}".repeat(390),
        ".?".repeat(995) + "y",
        "(.*".repeat(400) + ")".repeat(400),
        "(".repeat(995) + ")".repeat(995),
        "(".repeat(100_000) + ")".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("hostilePatterns")
  void a_hostile_pattern_neither_hangs_nor_overflows(String pattern) {
    ModelConfig deep =
        TinyModel.config(
            TinyModel.CONFIG_JSON.replace("\"num_hidden_layers\": 2", "\"num_hidden_layers\": 80"));
    String target = "'" + pattern + "'";
    for (Map<String, String> values :
        List.of(
            Map.of("target_modules", target),
            Map.of("exclude_modules", target),
            Map.of("rank_pattern", "{" + target + ": 2}"),
            Map.of("layers_to_transform", "[0]", "layers_pattern", target))) {
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(2),
          () -> {
            try {
              read(values, deep);
            } catch (UnsupportedModelException e) {
              assertThat(e).hasMessageContaining("adapter_config.json");
            }
          });
    }
  }
}
