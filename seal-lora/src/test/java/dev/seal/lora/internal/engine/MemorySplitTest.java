package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

class MemorySplitTest {

  // Attention's mask of so many tokens, T x T in f32, is 8 TiB, while all else is small.
  private static final int TOO_MANY = 1_500_000;
  private static final Path OVERCOMMIT = Path.of("/proc/sys/vm/overcommit_memory");

  private static final String CONFIG =
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "num_hidden_layers": 1, "hidden_size": 4,
       "num_attention_heads": 1, "num_key_value_heads": 1, "head_dim": 4, "intermediate_size": 4, "vocab_size": 6,
       "max_position_embeddings": 2000000, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": true,
       "eos_token_id": 0, "torch_dtype": "float32", "hidden_act": "silu"}
      """;

  @TempDir Path folder;

  /** Where it does not, the process would be killed when it writes to what it was granted. */
  static boolean systemRefusesWhatIsNotThere() throws IOException {
    return Files.exists(OVERCOMMIT) && !Files.readString(OVERCOMMIT).strip().equals("1");
  }

  @Test
  @EnabledIf("systemRefusesWhatIsNotThere")
  void plans_beside_one_that_does_not_fit_are_trained_and_it_fails_alone() throws Exception {
    EngineOptions options = EngineOptions.builder().device("cpu").batchTokens(2 * TOO_MANY).build();
    try (LanguageModel model =
        new LoraEngine().open(ModelRef.folder(TinyModel.write(folder, CONFIG)), options)) {
      int before = model.liveArrays();
      List<TrainingPlan> fitting = List.of(plan(1, 1, 4, 3), plan(2, 5, 1, 2, 4));
      List<TrainingResult> results =
          model.train(List.of(plan(0, new int[TOO_MANY]), fitting.get(0), fitting.get(1)));

      TrainingResult tooLarge = results.get(0);
      assertThat(tooLarge.adapter()).isEmpty();
      assertThat(tooLarge.steps()).isEmpty();
      assertThat(tooLarge.failure().orElseThrow().step()).isZero();
      assertThat(tooLarge.failure().orElseThrow().reason())
          .contains("1500000 tokens are too many", "the memory of cpu", "ran out in step");
      for (int i = 0; i < fitting.size(); i++) {
        TrainingResult beside = results.get(i + 1);
        TrainingResult alone = model.train(List.of(fitting.get(i))).get(0);
        // Once in two if they shared its call: the two that fit stay together.
        assertThat(beside.splits()).isLessThanOrEqualTo(1);
        assertThat(alone.splits()).isZero();
        assertThat(beside.steps()).hasSize(3);
        for (int step = 0; step < 3; step++) {
          double loss = alone.steps().get(step).loss();
          assertThat(beside.steps().get(step).loss()).isCloseTo(loss, within(1e-4 * loss));
        }
        beside.adapter().orElseThrow().close();
        alone.adapter().ifPresent(Adapter::close);
      }
      assertThat(model.liveArrays()).isEqualTo(before);
    }
  }

  private static TrainingPlan plan(long seed, int... tokens) {
    return TrainingPlan.builder(
            List.of(TrainingDocument.tokens(TokenIds.of(tokens), tokens.length - 1)))
        .training(TrainingSpec.builder().learningRate(0.01).epochs(3).maxLength(TOO_MANY).build())
        .seed(seed)
        .build();
  }
}
