package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attention's weights of rows over 256 tokens are made again on the way back. */
class LongRowsTest {

  @TempDir private Path folder;

  @Test
  void a_plan_beside_one_of_long_rows_trains_as_it_does_alone() throws Exception {
    String config = TinyModel.configWith("max_position_embeddings", "512");
    ModelRef ref = ModelRef.folder(TinyModel.write(folder.resolve("model"), config));
    try (LanguageModel model = new LoraEngine().open(ref)) {
      List<TrainingResult> together = model.train(List.of(plan(200), plan(300)));
      TrainingResult alone = model.train(List.of(plan(200))).get(0);
      assertThat(together.get(0).steps()).hasSameSizeAs(alone.steps());
      for (int i = 0; i < alone.steps().size(); i++) {
        double loss = alone.steps().get(i).loss();
        double norm = alone.steps().get(i).gradientNorm();
        assertThat(together.get(0).steps().get(i).loss()).isCloseTo(loss, within(1e-4 * loss));
        assertThat(together.get(0).steps().get(i).gradientNorm())
            .isCloseTo(norm, within(1e-3 * norm));
      }
      together.forEach(result -> result.adapter().ifPresent(Adapter::close));
      alone.adapter().ifPresent(Adapter::close);
    }
  }

  private static TrainingPlan plan(int tokens) {
    int[] ids = new Random(tokens).ints(tokens, 0, 6).toArray();
    return TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(ids), 1)))
        .lora(LoraSpec.builder().rank(2).alpha(4).allModules().build())
        .training(TrainingSpec.builder().learningRate(0.01).epochs(4).batchSize(1).build())
        .build();
  }
}
