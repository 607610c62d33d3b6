package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.TrainingStep;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.adapter.AdapterFile;
import dev.seal.lora.internal.adapter.AdapterKey;
import dev.seal.lora.internal.adapter.LoraWeights;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters of every kind that PEFT wrote, against what PEFT computes (scripts/peft-goldens.sh). */
class PeftKindsTest {

  // scripts/peft-goldens.sh --check opens these with PEFT.
  private static final Path SAVED = Path.of("target", "peft-saved");

  private static final double LIMIT = 1e-4;
  private static final int LAYERS = 3;

  @TempDir static Path folder;

  private static LanguageModel model;
  private static ModelConfig config;

  private record Logits(List<List<Integer>> prompts, Map<String, double[][]> logits) {}

  private record Training(
      List<List<Integer>> documents,
      List<Integer> order,
      double learningRate,
      double clipNorm,
      double weightDecay,
      double[] losses,
      double[] gradientNorms,
      List<List<Integer>> prompts,
      double[][] logits) {}

  @BeforeAll
  static void open() throws IOException {
    for (String file : List.of("config.json", "model.safetensors")) {
      Files.copy(resource("base").resolve(file), folder.resolve(file));
    }
    Files.writeString(folder.resolve("tokenizer.json"), TinyModel.TOKENIZER_JSON);
    model = new LoraEngine().open(ModelRef.folder(folder));
    config = TinyModel.config(Files.readString(folder.resolve("config.json")));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  static Stream<String> kinds() {
    return recorded().logits().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_peft_saved_computes_the_same_here_merged_and_saved_again(String kind) {
    double[][] expected = recorded().logits().get(kind);
    try (Adapter adapter = model.load(resource(kind))) {
      compare(model, adapter, recorded().prompts(), expected);
      try (LanguageModel merged = model.merge(adapter)) {
        compare(merged, null, recorded().prompts(), expected);
      }
      adapter.save(SAVED.resolve(kind));
      try (Adapter again = model.load(SAVED.resolve(kind))) {
        assertThat(again.spec()).isEqualTo(adapter.spec());
        assertThat(again.parameters()).isEqualTo(adapter.parameters());
        compare(model, again, recorded().prompts(), expected);
      }
    }
  }

  @Test
  void adapters_of_every_kind_compute_side_by_side_as_alone() {
    List<String> kinds = kinds().toList();
    List<Adapter> adapters = kinds.stream().map(kind -> model.load(resource(kind))).toList();
    Prompt prompt = Prompt.tokens(TokenIds.of(recorded().prompts().get(0)));
    List<float[]> logits =
        model
            .logLikelihood(
                adapters.stream()
                    .map(adapter -> new LikelihoodRequest(prompt, adapter, true))
                    .toList())
            .stream()
            .map(likelihood -> likelihood.nextTokenLogits())
            .toList();
    for (int i = 0; i < kinds.size(); i++) {
      close(logits.get(i), recorded().logits().get(kinds.get(i))[0]);
    }
    adapters.forEach(Adapter::close);
  }

  @Test
  void ranks_and_scales_are_those_of_each_matrix() {
    try (Adapter adapter = model.load(resource("everything"))) {
      LoraSpec spec = adapter.spec();
      assertThat(spec.layers()).containsExactly(0, 2);
      assertThat(spec.adapts(0, TargetModule.GATE_PROJ)).isTrue();
      assertThat(spec.adapts(1, TargetModule.Q_PROJ)).isFalse();
      assertThat(spec.adapts(2, TargetModule.GATE_PROJ)).isFalse();
      assertThat(spec.adapts(2, TargetModule.O_PROJ)).isFalse();
      assertThat(spec.rank(0, TargetModule.K_PROJ)).isEqualTo(1);
      assertThat(spec.rank(2, TargetModule.UP_PROJ)).isEqualTo(6);
      assertThat(spec.rank(0, TargetModule.V_PROJ)).isEqualTo(3);
      assertThat(spec.scale(0, TargetModule.V_PROJ)).isEqualTo(3 / Math.sqrt(3));
      assertThat(spec.scale(0, TargetModule.GATE_PROJ)).isEqualTo(20 / Math.sqrt(3));
      assertThat(spec.scale(0, TargetModule.UP_PROJ)).isEqualTo(2.5 / Math.sqrt(6));
      long values = 0;
      for (AdapterKey key : AdapterFile.read(resource("everything"), config).weights().keySet()) {
        values +=
            (long) spec.rank(key.layer(), key.module())
                * (inputs(key.module()) + outputs(key.module()));
      }
      assertThat(adapter.parameters()).isEqualTo(values);
    }
  }

  @Test
  void training_follows_pefts_steps_alone_and_in_company() {
    Training run = read("training.json", Training.class);
    try (Adapter initial = model.load(resource("training"))) {
      TrainingSpec training =
          TrainingSpec.builder()
              .learningRate(run.learningRate())
              .schedule(Schedule.CONSTANT)
              .clipNorm(run.clipNorm())
              .weightDecay(run.weightDecay())
              .epochs(1)
              .batchSize(1)
              .build();
      TrainingPlan plan = replay(run, training).initialAdapter(initial).build();
      TrainingPlan other =
          replay(run, training)
              .lora(LoraSpec.builder().rank(4).alpha(8).allModules().layers(Set.of(0)).build())
              .build();
      TrainingResult alone = model.train(List.of(plan)).get(0);
      List<TrainingResult> together = model.train(List.of(other, plan));
      check(run, alone);
      check(run, together.get(1));
      together.forEach(result -> result.adapter().orElseThrow().close());
      alone.adapter().orElseThrow().close();
    }
  }

  private static void check(Training run, TrainingResult result) {
    List<TrainingStep> steps = result.steps();
    assertThat(steps).hasSize(run.losses().length);
    for (int i = 0; i < run.losses().length; i++) {
      assertThat(steps.get(i).loss()).isCloseTo(run.losses()[i], within(1e-3 * run.losses()[i]));
      assertThat(steps.get(i).gradientNorm())
          .isCloseTo(run.gradientNorms()[i], within(1e-3 * run.gradientNorms()[i]));
    }
    Adapter adapter = result.adapter().orElseThrow();
    for (int i = 0; i < run.logits().length; i++) {
      float[] found = logits(model, adapter, run.prompts().get(i));
      for (int token = 0; token < found.length; token++) {
        assertThat((double) found[token]).isCloseTo(run.logits()[i][token], within(1e-3));
      }
    }
  }

  @Test
  void exactly_the_chosen_matrices_are_trained() {
    LoraSpec spec =
        LoraSpec.builder()
            .rank(2)
            .alpha(3)
            .rankStabilized(true)
            .allModules()
            .layers(Set.of(1, 2))
            .excludedModules(Set.of("layers.2.mlp.down_proj"))
            .rankPattern(Map.of("q_proj", 4, "layers.1.self_attn.q_proj", 1, "up_proj", 3))
            .alphaPattern(Map.of("layers.2.self_attn.v_proj", 0.5))
            .build();
    LoraSpec everywhere = LoraSpec.builder().rank(5).alpha(10).allModules().build();
    Training run = read("training.json", Training.class);
    TrainingSpec training =
        TrainingSpec.builder().learningRate(0.05).weightDecay(0.1).epochs(4).build();
    List<TrainingResult> results =
        model.train(
            List.of(
                documents(run).lora(everywhere).training(training).build(),
                documents(run).lora(spec).training(training).seed(3).build()));
    Path saved = folder.resolve("chosen");
    Adapter trained = results.get(1).adapter().orElseThrow();
    trained.save(saved);
    AdapterFile file = AdapterFile.read(saved, config);
    for (int layer = 0; layer < LAYERS; layer++) {
      for (TargetModule module : TargetModule.values()) {
        LoraWeights weights = file.weights().get(new AdapterKey(layer, module));
        assertThat(weights != null).isEqualTo(spec.adapts(layer, module));
        if (weights != null) {
          int rank = spec.rank(layer, module);
          assertThat(file.spec().rank(layer, module)).isEqualTo(rank);
          assertThat(file.spec().scale(layer, module)).isEqualTo(spec.scale(layer, module));
          assertThat(weights.a()).hasSize(rank * inputs(module)).doesNotContain(0f);
          assertThat(weights.b()).hasSize(rank * outputs(module)).doesNotContain(0f);
        }
      }
    }
    try (Adapter again = model.load(saved);
        LanguageModel merged = model.merge(trained)) {
      float[] expected = logits(model, trained, run.prompts().get(0));
      assertThat(logits(model, again, run.prompts().get(0))).containsExactly(expected);
      assertThat(logits(merged, null, run.prompts().get(0)))
          .usingComparatorWithPrecision(1e-4f)
          .containsExactly(expected);
    }
    results.forEach(result -> result.adapter().orElseThrow().close());
  }

  @Test
  void layers_that_the_model_does_not_have_are_refused_before_training() {
    TrainingPlan.Builder plan = documents(read("training.json", Training.class));
    LoraSpec beyond = LoraSpec.builder().layers(Set.of(1, 3)).build();
    LoraSpec nothing =
        LoraSpec.builder()
            .targetModules(Set.of(TargetModule.Q_PROJ))
            .excludedModules(Set.of("q_proj"))
            .build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.train(List.of(plan.lora(beyond).build())))
        .withMessage("LoRA is to adapt layer 3, but the model's layers go from 0 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.train(List.of(plan.lora(nothing).build())))
        .withMessageContaining("adapts no matrix of the model");
  }

  private static TrainingPlan.Builder documents(Training run) {
    return TrainingPlan.builder(run.documents().stream().map(PeftKindsTest::document).toList());
  }

  private static TrainingPlan.Builder replay(Training run, TrainingSpec training) {
    return TrainingPlan.builder(
            run.order().stream().map(which -> document(run.documents().get(which))).toList())
        .order(IntStream.range(0, run.order().size()).boxed().toList())
        .training(training);
  }

  private static TrainingDocument document(List<Integer> ids) {
    return TrainingDocument.tokens(TokenIds.of(ids), 1);
  }

  private static int inputs(TargetModule module) {
    return ModelTensors.inputs(config, module);
  }

  private static int outputs(TargetModule module) {
    return ModelTensors.outputs(config, module);
  }

  private static void compare(
      LanguageModel model, Adapter adapter, List<List<Integer>> prompts, double[][] expected) {
    for (int i = 0; i < expected.length; i++) {
      close(logits(model, adapter, prompts.get(i)), expected[i]);
    }
  }

  private static float[] logits(LanguageModel model, Adapter adapter, List<Integer> prompt) {
    return model
        .logLikelihood(
            List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(prompt)), adapter, true)))
        .get(0)
        .nextTokenLogits();
  }

  private static void close(float[] found, double[] expected) {
    assertThat(found).hasSize(expected.length);
    for (int token = 0; token < found.length; token++) {
      assertThat((double) found[token]).isCloseTo(expected[token], within(LIMIT));
    }
  }

  private static Logits recorded() {
    return read("logits.json", Logits.class);
  }

  private static <T> T read(String name, Class<T> type) {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    try {
      return gson.fromJson(Files.readString(resource(name)), type);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path resource(String name) {
    try {
      return Path.of(PeftKindsTest.class.getResource("/peft/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
