package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.EngineOptions;
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
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.Workload;
import dev.seal.lora.internal.checkpoint.TinyModel;
import dev.seal.lora.internal.script.Precision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything once with bf16 weights: on a CPU, where it is slow but runs, and on a GPU. */
class HalfPrecisionTest {

  private static final TokenIds TOKENS = TokenIds.of(1, 4, 3, 2, 5, 1, 1, 4);

  @TempDir Path folder;

  @Test
  void on_a_cpu() throws Exception {
    everything("cpu");
  }

  @Test
  @Tag("gpu")
  void on_a_gpu() throws Exception {
    everything("cuda");
  }

  private void everything(String device) throws Exception {
    ModelRef ref = ModelRef.folder(TinyModel.write(folder));
    EngineOptions options = EngineOptions.builder().device(device).build();
    EngineOptions cpu = EngineOptions.builder().device("cpu").build();
    try (LanguageModel half =
            TorchModels.open(ref, options, Workload.builder().build(), Precision.BF16);
        LanguageModel single = TorchModels.open(ref, cpu, Workload.builder().build())) {
      assertThat(half.info().precision()).isEqualTo("bf16");
      assertThat(half.info().device()).startsWith(device);
      int live = half.liveArrays();
      List<TrainingPlan> plans = List.of(plan(2, 1), plan(3, 2), plan(1, 3));
      List<TrainingResult> trained = half.train(plans);
      List<TrainingResult> reference = single.train(plans);
      for (int i = 0; i < plans.size(); i++) {
        double expected = reference.get(i).steps().get(0).loss();
        assertThat(trained.get(i).steps().get(0).loss())
            .isCloseTo(expected, within(0.1 * expected));
        assertThat(trained.get(i).failure()).isEmpty();
      }
      Adapter adapter = trained.get(0).adapter().orElseThrow();
      Sampling sampling = Sampling.builder().temperature(1).topP(0.9).maxTokens(6).build();
      assertThat(
              half.generate(
                  List.of(
                      new GenerationRequest(Prompt.tokens(TOKENS), sampling, 1, adapter),
                      new GenerationRequest(Prompt.tokens(TOKENS), sampling, 1, null))))
          .hasSize(2);
      LikelihoodRequest request = new LikelihoodRequest(Prompt.tokens(TOKENS), adapter, true);
      double expected = half.logLikelihood(List.of(request)).get(0).sum();
      try (LanguageModel merged = half.merge(adapter)) {
        assertThat(
                merged
                    .logLikelihood(List.of(new LikelihoodRequest(Prompt.tokens(TOKENS))))
                    .get(0)
                    .sum())
            .isCloseTo(expected, within(0.1 * Math.abs(expected)));
      }
      adapter.save(folder.resolve("adapter"));
      try (Adapter loaded = half.load(folder.resolve("adapter"))) {
        assertThat(loaded.spec()).isEqualTo(adapter.spec());
      }
      trained.forEach(result -> result.adapter().ifPresent(Adapter::close));
      assertThat(half.liveArrays()).isEqualTo(live);
    }
  }

  private static TrainingPlan plan(int rank, long seed) {
    return TrainingPlan.builder(
            List.of(
                TrainingDocument.tokens(TOKENS, 1),
                TrainingDocument.tokens(TokenIds.of(2, 5, 1), 1)))
        .lora(LoraSpec.builder().rank(rank).alpha(4).allModules().build())
        .training(TrainingSpec.builder().epochs(2).build())
        .seed(seed)
        .build();
  }
}
