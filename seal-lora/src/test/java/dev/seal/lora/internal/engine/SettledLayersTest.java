package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.adapter.AdapterFile;
import dev.seal.lora.internal.adapter.AdapterKey;
import dev.seal.lora.internal.adapter.LoraWeights;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers below every adapter of a call are computed once a document. */
class SettledLayersTest {

  private static final String CONFIG_JSON = TinyModel.configWith("num_hidden_layers", "4");
  private static final ModelConfig CONFIG = TinyModel.config(CONFIG_JSON);

  @TempDir static Path folder;

  private static ModelRef ref;
  private static LanguageModel model;

  @BeforeAll
  static void open() throws Exception {
    ref = ModelRef.folder(TinyModel.write(folder.resolve("model"), CONFIG_JSON));
    model = new LoraEngine().open(ref);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @Test
  void a_plan_trains_alike_whether_its_lower_layers_are_settled_or_not() {
    int before = model.liveArrays();
    for (Set<Integer> layers : List.of(Set.of(3), Set.of(2, 3), Set.of(1, 3))) {
      TrainingPlan upper = plan(layers, 5, 2, 3);
      TrainingResult settled = model.train(List.of(upper)).get(0);
      // A neighbour with an adapter in the first layer leaves nothing to settle.
      List<TrainingResult> unsettled = model.train(List.of(plan(Set.of(0), 4, 1, 3), upper));
      assertSame(unsettled.get(1), settled);
      closeAll(unsettled);
      closeAll(List.of(settled));
    }
    assertThat(model.liveArrays()).isEqualTo(before);
  }

  @Test
  void plans_with_other_lowest_layers_train_side_by_side_as_alone() throws Exception {
    List<TrainingPlan> plans =
        List.of(
            plan(Set.of(2), 5, 2, 3),
            plan(Set.of(3), 1, 1, 1),
            plan(Set.of(1, 2), 3, 2, 4),
            plan(Set.of(3), 7, 3, 2),
            plan(Set.of(2, 3), 2, 1, 5));
    List<TrainingResult> together = model.train(plans);
    // So small a budget that plans wait: their documents are settled when others have been for
    // long.
    EngineOptions narrow = EngineOptions.builder().batchTokens(24).build();
    try (LanguageModel small = new LoraEngine().open(ref, narrow)) {
      List<TrainingResult> waiting = small.train(plans);
      for (int i = 0; i < plans.size(); i++) {
        TrainingResult alone = model.train(List.of(plans.get(i))).get(0);
        assertSame(together.get(i), alone);
        assertSame(waiting.get(i), alone);
        closeAll(List.of(alone));
      }
    }
    closeAll(together);
  }

  @Test
  void loss_and_gradient_norm_over_settled_layers_equal_the_plain_java_transformers() {
    LoraSpec lora =
        LoraSpec.builder()
            .rank(1)
            .alpha(2)
            .targetModules(EnumSet.of(TargetModule.Q_PROJ, TargetModule.DOWN_PROJ))
            .layers(Set.of(2, 3))
            .build();
    TrainingPlan first = plan(Set.of(2, 3), 3, 1, 2);
    TrainingResult start =
        model
            .train(
                List.of(
                    TrainingPlan.builder(first.documents())
                        .lora(lora)
                        .training(first.training())
                        .build()))
            .get(0);
    Adapter initial = start.adapter().orElseThrow();
    initial.save(folder.resolve("start"));
    AdapterFile file = AdapterFile.read(folder.resolve("start"), CONFIG);
    List<int[]> documents = List.of(new int[] {1, 4, 3, 2, 5, 1, 1}, new int[] {2, 3, 5, 4});
    TrainingPlan plan =
        TrainingPlan.builder(
                documents.stream()
                    .map(tokens -> TrainingDocument.tokens(TokenIds.of(tokens), 1))
                    .toList())
            .initialAdapter(initial)
            .training(TrainingSpec.builder().epochs(1).batchSize(2).build())
            .build();
    TrainingResult result = model.train(List.of(plan)).get(0);
    double loss = loss(file, documents);
    assertThat(result.steps().get(0).loss()).isCloseTo(loss, within(1e-3 * loss));
    double norm = Math.sqrt(squaredSlopes(file, documents));
    assertThat(result.steps().get(0).gradientNorm()).isCloseTo(norm, within(0.01 * norm));
    closeAll(List.of(start, result));
  }

  private static double squaredSlopes(AdapterFile file, List<int[]> documents) {
    double step = 1e-2;
    double squares = 0;
    for (Map.Entry<AdapterKey, LoraWeights> entry : file.weights().entrySet()) {
      for (int factor = 0; factor < 2; factor++) {
        int size = factor == 0 ? entry.getValue().a().length : entry.getValue().b().length;
        for (int i = 0; i < size; i++) {
          double up = loss(nudged(file, entry.getKey(), factor, i, (float) step), documents);
          double down = loss(nudged(file, entry.getKey(), factor, i, (float) -step), documents);
          squares += Math.pow((up - down) / (2 * step), 2);
        }
      }
    }
    return squares;
  }

  private static AdapterFile nudged(
      AdapterFile file, AdapterKey key, int factor, int index, float by) {
    Map<AdapterKey, LoraWeights> weights = new HashMap<>(file.weights());
    float[] a = weights.get(key).a().clone();
    float[] b = weights.get(key).b().clone();
    (factor == 0 ? a : b)[index] += by;
    weights.put(key, new LoraWeights(a, b));
    return new AdapterFile(file.spec(), file.baseModel(), file.baseFingerprint(), weights);
  }

  /** The mean over all supervised tokens of the documents. */
  private static double loss(AdapterFile adapter, List<int[]> documents) {
    Oracle oracle = new Oracle(CONFIG, TinyModel.values(CONFIG), adapter);
    return -documents.stream()
        .flatMapToDouble(tokens -> java.util.Arrays.stream(oracle.logProbabilities(tokens)))
        .average()
        .orElseThrow();
  }

  private static TrainingPlan plan(Set<Integer> layers, int documents, int batchSize, int epochs) {
    Random random = new Random(documents);
    List<TrainingDocument> drawn = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      int[] tokens = random.ints(3 + random.nextInt(12), 0, CONFIG.vocabularySize()).toArray();
      drawn.add(TrainingDocument.tokens(TokenIds.of(tokens), 1 + i % 2));
    }
    return TrainingPlan.builder(drawn)
        .lora(LoraSpec.builder().rank(2).alpha(4).allModules().layers(layers).build())
        .training(
            TrainingSpec.builder()
                .learningRate(0.01)
                .epochs(epochs)
                .batchSize(batchSize)
                .clipNorm(0)
                .build())
        .seed(documents)
        .build();
  }

  private static void assertSame(TrainingResult found, TrainingResult expected) {
    assertThat(found.steps()).hasSameSizeAs(expected.steps());
    for (int i = 0; i < found.steps().size(); i++) {
      double loss = expected.steps().get(i).loss();
      double norm = expected.steps().get(i).gradientNorm();
      assertThat(found.steps().get(i).loss()).isCloseTo(loss, within(1e-4 * loss));
      assertThat(found.steps().get(i).gradientNorm()).isCloseTo(norm, within(1e-3 * norm));
    }
  }

  private static void closeAll(List<TrainingResult> results) {
    results.forEach(result -> result.adapter().orElseThrow().close());
  }
}
