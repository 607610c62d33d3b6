package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.TargetModule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written as a {@code config.json} is read back as an equal configuration. */
class ConfigRoundTripTest {

  private static final Set<TargetModule> ATTENTION =
      EnumSet.of(
          TargetModule.Q_PROJ, TargetModule.K_PROJ, TargetModule.V_PROJ, TargetModule.O_PROJ);
  private static final Rotary PLAIN = Rotary.plain(1e6);

  static Stream<ModelConfig> configurations() {
    return Stream.of(
        config(Architecture.LLAMA, PLAIN, true, Set.of()),
        config(Architecture.LLAMA, Rotary.linear(10_000, 6, 2.5), false, Set.of()),
        config(Architecture.LLAMA, Rotary.linear(10_000, 6, 1), false, Set.of()),
        config(Architecture.LLAMA, Rotary.llama3(5e5, 6, 32, 1, 4, 64), false, Set.of()),
        config(
            Architecture.LLAMA,
            Rotary.stretched(5e5, List.of(1.0, 1.3333333730697632, 8.0)),
            true,
            ATTENTION),
        config(Architecture.LLAMA, PLAIN, true, EnumSet.allOf(TargetModule.class)),
        config(
            Architecture.LLAMA,
            PLAIN,
            true,
            EnumSet.of(TargetModule.GATE_PROJ, TargetModule.UP_PROJ, TargetModule.DOWN_PROJ)),
        config(Architecture.QWEN2, PLAIN, true, ModelConfig.ATTENTION_INPUTS),
        config(
            Architecture.QWEN2,
            Rotary.stretched(1e6, List.of(1.0, 2.0, 3.0)),
            false,
            ModelConfig.ATTENTION_INPUTS),
        config(Architecture.QWEN3, PLAIN, true, Set.of()),
        config(Architecture.QWEN3, Rotary.linear(1e6, 6, 4), false, ATTENTION));
  }

  private static ModelConfig config(
      Architecture architecture, Rotary rotary, boolean tied, Set<TargetModule> biases) {
    // Epsilon as GGUF has it, and a window and many layers that Qwen's sliding defaults would
    // touch.
    return new ModelConfig(
        architecture, 40, 8, 4, 2, 6, 12, 5, 131_072, 1e-5f, rotary, tied, biases);
  }

  @ParameterizedTest
  @MethodSource("configurations")
  void every_configuration_comes_back(ModelConfig config) {
    JsonObject json = ConfigJson.json(config);
    assertThat(TinyModel.config(json.toString())).isEqualTo(config);
  }

  @Test
  void biases_that_the_architecture_cannot_name_are_refused() {
    assertThatThrownBy(
            () ->
                ConfigJson.json(
                    config(Architecture.LLAMA, PLAIN, true, ModelConfig.ATTENTION_INPUTS)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessage(
            "a config.json cannot say that a llama model has biases on q_proj, k_proj, v_proj only;"
                + " keep the model in its own file, and what it learns in adapters");
    for (Set<TargetModule> biases :
        List.of(ATTENTION, Set.<TargetModule>of(), EnumSet.of(TargetModule.DOWN_PROJ))) {
      assertThatThrownBy(() -> ConfigJson.json(config(Architecture.QWEN2, PLAIN, true, biases)))
          .isInstanceOf(UnsupportedModelException.class);
    }
    assertThatThrownBy(
            () ->
                ConfigJson.json(
                    config(Architecture.QWEN3, PLAIN, true, EnumSet.allOf(TargetModule.class))))
        .isInstanceOf(UnsupportedModelException.class);
  }

  @Test
  void longrope_is_read_where_its_lists_are_one() {
    String key = "rope_scaling";
    String one =
        """
        {"rope_type": "longrope", "short_factor": [1.0, 2.0], "long_factor": [1.0, 2.0], "attention_factor": 1.0,
         "original_max_position_embeddings": 16}
        """;
    assertThat(TinyModel.config(TinyModel.configWith(key, one)).rotary())
        .isEqualTo(Rotary.stretched(10_000, List.of(1.0, 2.0)));
    for (String other :
        List.of(
            one.replace("\"long_factor\": [1.0, 2.0]", "\"long_factor\": [1.0, 3.0]"),
            one.replace("\"attention_factor\": 1.0", "\"attention_factor\": 1.1"),
            one.replace("\"attention_factor\": 1.0,", ""))) {
      assertThatThrownBy(() -> TinyModel.config(TinyModel.configWith(key, other)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContainingAll(
              "\"rope_scaling.rope_type\" is \"longrope\"", "and longrope of one list only");
    }
    assertThatThrownBy(
            () ->
                TinyModel.config(
                    TinyModel.configWith(key, one.replace("[1.0, 2.0]", "[1.0, 2.0, 3.0]"))))
        .hasMessageContaining("heads of size 4 need 2 rotary divisors, but there are 3");
  }
}
