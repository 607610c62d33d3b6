package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TrainingSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecommendedJsonTest {

  private static Recommended parse(String json) {
    return RecommendedJson.parse(StrictJson.object("seal.json", json));
  }

  @Test
  void reads_every_section() {
    Recommended recommended =
        parse(
            """
            {"lora": {"rank": 16, "alpha": 32, "target_modules": ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]},
             "training": {"learning_rate": 0.003, "schedule": "cosine", "clip_norm": 0, "epochs": 10, "batch_size": 1,
                          "warmup_steps": 2, "weight_decay": 0.1, "accumulation": 3, "max_length": 128},
             "self_edit": {"temperature": 1.0, "top_p": 1.0, "max_tokens": 200, "stop_strings": ["\\n\\n"], "stop_tokens": [3]},
             "answer": {"max_tokens": 10},
             "fine_tuning": {"lora": {"rank": 8}, "training": {"epochs": 4}}, "joint": {}, "evaluations": 1,
             "tasks": {"few_shot": {"text_form": "digits", "training_items": 60}}}
            """);
    assertThat(recommended)
        .isEqualTo(
            new Recommended(
                LoraSpec.builder().rank(16).alpha(32).allModules().build(),
                TrainingSpec.builder()
                    .learningRate(0.003)
                    .schedule(Schedule.COSINE)
                    .clipNorm(0)
                    .epochs(10)
                    .batchSize(1)
                    .warmupSteps(2)
                    .weightDecay(0.1)
                    .accumulation(3)
                    .maxLength(128)
                    .build(),
                Sampling.builder()
                    .temperature(1)
                    .topP(1)
                    .maxTokens(200)
                    .stopStrings(java.util.List.of("\n\n"))
                    .stopTokens(java.util.List.of(3))
                    .build(),
                PaperDefaults.ANSWER.toBuilder().maxTokens(10).build(),
                new LoraTraining(
                    LoraSpec.builder().rank(8).alpha(128).allModules().build(),
                    PaperDefaults.FINE_TUNING.training().toBuilder().epochs(4).build()),
                PaperDefaults.JOINT,
                1,
                Map.of("few_shot", Map.of("text_form", "digits", "training_items", "60"))));
  }

  @Test
  void what_is_absent_is_not_recommended() {
    assertThat(parse("{}")).isEqualTo(Recommended.NONE);
    assertThat(parse("{\"lora\": {\"rank\": 4}}").lora())
        .isEqualTo(LoraSpec.builder().rank(4).build());
  }

  @Test
  void what_is_written_is_read_back() {
    Recommended all =
        new Recommended(
            LoraSpec.builder()
                .rank(3)
                .alpha(0.1)
                .rankStabilized(true)
                .allModules()
                .layers(Set.of(0, 7))
                .excludedModules(Set.of("layers.0.mlp.up_proj"))
                .rankPattern(Map.of("q_proj", 9))
                .alphaPattern(Map.of("layers.7.self_attn.k_proj", 1e-3))
                .build(),
            TrainingSpec.builder()
                .learningRate(1.0 / 3)
                .schedule(Schedule.CONSTANT)
                .clipNorm(0.7)
                .epochs(11)
                .batchSize(2)
                .warmupSteps(5)
                .weightDecay(0.01)
                .accumulation(4)
                .maxLength(99)
                .build(),
            Sampling.builder()
                .temperature(0.9)
                .topP(0.8)
                .topK(40)
                .minTokens(3)
                .maxTokens(200)
                .stopStrings(List.of("\n\n", "\"<ü>"))
                .stopTokens(List.of(3, 1))
                .build(),
            PaperDefaults.ANSWER.toBuilder().maxTokens(10).build(),
            new LoraTraining(
                LoraSpec.builder().rank(5).build(), TrainingSpec.builder().epochs(6).build()),
            PaperDefaults.JOINT,
            2,
            Map.of("a", Map.of("b", "c", "d", "5"), "e", Map.of()));
    for (Recommended each :
        List.of(
            all,
            Recommended.NONE,
            new Recommended(
                LoraSpec.builder().build(), null, null, null, null, null, null, Map.of()),
            new Recommended(
                null,
                TrainingSpec.builder().build(),
                null,
                Sampling.builder().build(),
                null,
                null,
                null,
                Map.of()))) {
      assertThat(parse(RecommendedJson.json(each).toString())).isEqualTo(each);
    }
  }

  @Test
  void unknown_keys_and_wrong_values_are_named() {
    assertThatThrownBy(() -> parse("{\"lorra\": {}}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("seal.json: the key \"lorra\" is not known");
    assertThatThrownBy(() -> parse("{\"training\": {\"lr\": 1}}"))
        .hasMessageContaining("\"training.lr\" is not known");
    assertThatThrownBy(() -> parse("{\"training\": {\"epochs\": 0}}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("epochs must be >= 1, but was 0");
    assertThatThrownBy(() -> parse("{\"answer\": {\"min_tokens\": 9, \"max_tokens\": 8}}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("seal.json: min tokens must be at most max tokens");
    assertThatThrownBy(() -> parse("{\"training\": {\"schedule\": \"step\"}}"))
        .hasMessageContaining("must be linear, cosine or constant, but was \"step\"");
    assertThatThrownBy(() -> parse("{\"lora\": {\"target_modules\": [\"lm_head\"]}}"))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("no target module is called \"lm_head\"");
  }
}
