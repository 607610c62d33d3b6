package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.adapter.AdapterFile;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each family and head layout against plain Java. */
class FamiliesTest {

  private static final int[] TOKENS = {1, 4, 2, 5, 3, 1, 1, 2, 5, 4, 3};

  @TempDir private Path folder;

  static Stream<Arguments> families() {
    return Stream.of(
        family(
            "full attention, untied", "\"num_key_value_heads\": 4, \"tie_word_embeddings\": false"),
        family("multi-query", "\"num_key_value_heads\": 1, \"tie_word_embeddings\": true"),
        family(
            "llama biases",
            "\"num_key_value_heads\": 2, \"attention_bias\": true, \"mlp_bias\": true"),
        family(
            "llama 3 rope",
            "\"num_key_value_heads\": 2, \"rope_theta\": 50.0, \"rope_scaling\": {\"rope_type\":"
                + " \"llama3\", \"factor\": 8.0, \"low_freq_factor\": 1.0, \"high_freq_factor\":"
                + " 4.0, \"original_max_position_embeddings\": 16}"),
        family(
            "linear rope",
            "\"num_key_value_heads\": 2, \"rope_parameters\": {\"rope_type\": \"linear\","
                + " \"factor\": 4.0, \"rope_theta\": 50.0}"),
        Arguments.of("qwen2", json("qwen2", "Qwen2ForCausalLM", "\"num_key_value_heads\": 2")),
        Arguments.of(
            "qwen3",
            json(
                "qwen3",
                "Qwen3ForCausalLM",
                "\"num_key_value_heads\": 2, \"head_dim\": 6, \"attention_bias\": false")),
        Arguments.of(
            "qwen3 with biases",
            json(
                "qwen3",
                "Qwen3ForCausalLM",
                "\"num_key_value_heads\": 1, \"head_dim\": 6, \"attention_bias\": true,"
                    + " \"tie_word_embeddings\": true")));
  }

  private static Arguments family(String name, String keys) {
    return Arguments.of(name, json("llama", "LlamaForCausalLM", keys));
  }

  private static String json(String type, String className, String keys) {
    return """
    {"architectures": ["%s"], "model_type": "%s", "num_hidden_layers": 2, "hidden_size": 16, "num_attention_heads": 4,
     "intermediate_size": 12, "vocab_size": 6, "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "eos_token_id": 0,
     "hidden_act": "silu", %s}
    """
        .formatted(className, type, keys);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("families")
  void computes_as_plain_java_does(String name, String json) throws IOException {
    ModelConfig config = TinyModel.config(json);
    Map<String, float[]> weights = TinyModel.values(config);
    TokenIds tokens = TokenIds.of(TOKENS);
    try (LanguageModel model =
        new LoraEngine().open(ModelRef.folder(TinyModel.write(folder.resolve("model"), json)))) {
      assertThat(model.info().architecture()).isEqualTo(config.architecture().id());
      compare(model, null, new Oracle(config, weights, null));
      Adapter adapter =
          model
              .train(
                  List.of(
                      TrainingPlan.builder(List.of(TrainingDocument.tokens(tokens, 1)))
                          .lora(LoraSpec.builder().rank(2).alpha(4).build())
                          .training(TrainingSpec.builder().learningRate(0.05).epochs(3).build())
                          .seed(3)
                          .build()))
              .get(0)
              .adapter()
              .orElseThrow();
      Path saved = folder.resolve("adapter");
      adapter.save(saved);
      Oracle trained = new Oracle(config, weights, AdapterFile.read(saved, config));
      compare(model, adapter, trained);
      try (LanguageModel merged = model.merge(adapter)) {
        compare(merged, null, trained);
      }
    }
  }

  private static void compare(LanguageModel model, Adapter adapter, Oracle oracle) {
    float[] found =
        model
            .logLikelihood(
                List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(TOKENS)), adapter, true)))
            .get(0)
            .logProbabilities();
    double[] expected = oracle.logProbabilities(TOKENS);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(2e-4));
    }
    int[] start = {1, 4, 2};
    TokenIds completion =
        model
            .generate(
                List.of(
                    new GenerationRequest(
                        Prompt.tokens(TokenIds.of(start)),
                        Sampling.builder().temperature(0).maxTokens(8).build(),
                        0,
                        adapter)))
            .get(0)
            .tokens();
    int[] all = Arrays.copyOf(start, start.length + completion.size());
    for (int i = 0; i < completion.size(); i++) {
      double[] logits = oracle.logits(Arrays.copyOf(all, start.length + i))[start.length + i - 1];
      int best = 0;
      for (int token = 1; token < logits.length; token++) {
        best = logits[token] > logits[best] ? token : best;
      }
      assertThat(completion.get(i)).isEqualTo(best);
      all[start.length + i] = best;
    }
  }
}
