package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
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
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/**
 * Packed weights and plain ones compute the same. A machine chooses one of them, so that all other
 * tests are of that one.
 */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class WeightOrderTest {

  private static final String PROPERTY = "seal.packWeights";

  @TempDir Path folder;

  private ModelRef ref;

  /** What a model of one order made. */
  private record Made(
      List<Double> losses, List<Double> norms, double likelihood, double merged, TokenIds drawn) {}

  @BeforeEach
  void write() throws Exception {
    ref = ModelRef.folder(TinyModel.write(folder.resolve("model")));
  }

  @AfterEach
  void leaveItToTheProcessor() {
    System.clearProperty(PROPERTY);
  }

  @Test
  void training_likelihood_merging_and_drawing_are_the_same_in_both_orders() {
    Made packed = make("true");
    Made plain = make("false");
    for (int i = 0; i < plain.losses().size(); i++) {
      assertThat(packed.losses().get(i)).isCloseTo(plain.losses().get(i), within(1e-4));
      assertThat(packed.norms().get(i)).isCloseTo(plain.norms().get(i), within(1e-3));
    }
    assertThat(packed.likelihood()).isCloseTo(plain.likelihood(), within(1e-3));
    assertThat(packed.merged()).isCloseTo(packed.likelihood(), within(1e-3));
    assertThat(plain.merged()).isCloseTo(plain.likelihood(), within(1e-3));
    assertThat(packed.drawn()).isEqualTo(plain.drawn());
  }

  @Test
  void files_are_the_same_in_both_orders() throws Exception {
    ref =
        ModelRef.folder(
            TinyModel.write(
                folder.resolve("untied"), TinyModel.configWith("tie_word_embeddings", "false")));
    assertThat(Files.mismatch(saved("true"), saved("false"))).isEqualTo(-1);
  }

  private Path saved(String packed) {
    System.setProperty(PROPERTY, packed);
    Path target = folder.resolve("packed-" + packed);
    try (LanguageModel model = new LoraEngine().open(ref)) {
      likelihood(model, null); // packs
      model.save(target);
    }
    return target.resolve("model.safetensors");
  }

  @Test
  void another_value_of_the_property_is_refused_by_name() {
    System.setProperty(PROPERTY, "yes");
    assertThatThrownBy(() -> new LoraEngine().open(ref))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(PROPERTY, "true or false", "\"yes\"");
  }

  private Made make(String packed) {
    System.setProperty(PROPERTY, packed);
    try (LanguageModel model = new LoraEngine().open(ref)) {
      int before = model.liveArrays();
      List<TrainingResult> results = model.train(List.of(plan(1), plan(2), plan(3)));
      Adapter adapter = results.get(2).adapter().orElseThrow();
      Made made =
          new Made(
              results.stream()
                  .flatMap(result -> result.steps().stream())
                  .map(step -> step.loss())
                  .toList(),
              results.stream()
                  .flatMap(result -> result.steps().stream())
                  .map(step -> step.gradientNorm())
                  .toList(),
              likelihood(model, adapter),
              merged(model, adapter),
              drawn(model, adapter));
      results.forEach(result -> result.adapter().orElseThrow().close());
      assertThat(model.liveArrays()).isEqualTo(before);
      return made;
    }
  }

  private static double merged(LanguageModel model, Adapter adapter) {
    try (LanguageModel merged = model.merge(adapter)) {
      return likelihood(merged, null);
    }
  }

  private static double likelihood(LanguageModel model, @Nullable Adapter adapter) {
    return model
        .logLikelihood(List.of(new LikelihoodRequest(prompt(), adapter, false)))
        .get(0)
        .sum();
  }

  private static TokenIds drawn(LanguageModel model, Adapter adapter) {
    Sampling greedy = Sampling.builder().temperature(0).minTokens(8).maxTokens(8).build();
    return model
        .generate(List.of(new GenerationRequest(prompt(), greedy, 0, adapter)))
        .get(0)
        .tokens();
  }

  private static Prompt prompt() {
    return Prompt.tokens(TokenIds.of(1, 5, 2, 2, 4, 3));
  }

  private static TrainingPlan plan(int seed) {
    List<TrainingDocument> documents =
        IntStream.range(0, 3)
            .mapToObj(i -> TokenIds.of(1, 2 + (seed + i) % 4, 3, 4, 1 + i))
            .map(tokens -> TrainingDocument.tokens(tokens, 1))
            .toList();
    return TrainingPlan.builder(documents)
        .lora(LoraSpec.builder().rank(2).alpha(4).allModules().build())
        .training(TrainingSpec.builder().learningRate(0.02).epochs(4).clipNorm(1).build())
        .seed(seed)
        .build();
  }
}
