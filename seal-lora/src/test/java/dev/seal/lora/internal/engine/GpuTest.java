package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.util.cuda.CudaUtils;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.Workload;
import dev.seal.lora.internal.checkpoint.TinyModel;
import dev.seal.lora.internal.script.Djl;
import dev.seal.lora.internal.script.Precision;
import java.lang.management.MemoryUsage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the CPU's tests ask of f32, asked of bf16 weights on a CUDA device. */
@Tag("gpu")
class GpuTest {

  private static final String DEVICE = "cuda";

  // A bf16 number has 8 bits: its neighbours are up to 1 in 128 apart, and kernels for other batch
  // sizes add up in another order. Adapters that were mixed up would differ several times over.
  private static final double TOLERANCE = 0.05;

  private static final long GIB = 1L << 30;

  // Of each token a layer keeps both halves of the gate at least: 512 tokens take 32 MiB in two.
  private static final String WIDE =
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "num_hidden_layers": 2, "hidden_size": 64,
       "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 16, "intermediate_size": 8192, "vocab_size": 6,
       "max_position_embeddings": 512, "rms_norm_eps": 1e-5, "tie_word_embeddings": true, "eos_token_id": 0}
      """;

  private static final int LONG = 512;
  private static final int MANY = 128;

  @TempDir private Path folder;

  private LanguageModel model;
  private int liveBefore;

  @BeforeEach
  void open() throws Exception {
    model = open(ModelRef.folder(TinyModel.write(folder)), 1024);
    liveBefore = model.liveArrays();
  }

  @AfterEach
  void nothing_is_left_behind() {
    assertThat(model.liveArrays()).isEqualTo(liveBefore);
    model.close();
  }

  private static LanguageModel open(ModelRef ref, int batchTokens) {
    EngineOptions options = EngineOptions.builder().device(DEVICE).batchTokens(batchTokens).build();
    return TorchModels.open(ref, options, Workload.builder().build(), Precision.BF16);
  }

  @Test
  void weights_are_bf16_on_the_device_that_was_asked_for() {
    try (LanguageModel plain =
        TorchModels.open(
            ModelRef.folder(folder),
            EngineOptions.builder().device(DEVICE).build(),
            Workload.builder().build())) {
      assertThat(plain.info().device()).startsWith(DEVICE);
      assertThat(plain.info().precision()).isEqualTo("bf16");
    }
  }

  @Test
  void sixteen_unlike_plans_train_as_each_does_alone() {
    List<TrainingPlan> plans = EngineTest.unlikePlans(16);
    List<TrainingResult> together = model.train(plans);
    List<TrainingPlan> reversed = new ArrayList<>(plans);
    Collections.reverse(reversed);
    List<TrainingResult> backwards = model.train(reversed);
    for (int i = 0; i < plans.size(); i++) {
      List<TrainingResult> alone = model.train(List.of(plans.get(i)));
      assertSameCurve(together.get(i), alone.get(0));
      assertSameCurve(backwards.get(plans.size() - 1 - i), alone.get(0));
      EngineTest.closeAll(alone);
    }
    EngineTest.closeAll(together);
    EngineTest.closeAll(backwards);
  }

  @Test
  void the_same_call_gives_the_same_bits() {
    List<TrainingPlan> plans = EngineTest.unlikePlans(3);
    List<TrainingResult> first = model.train(plans);
    for (int call = 0; call < 3; call++) {
      List<TrainingResult> again = model.train(plans);
      for (int i = 0; i < plans.size(); i++) {
        assertThat(again.get(i).steps()).isEqualTo(first.get(i).steps());
      }
      EngineTest.closeAll(again);
    }
    EngineTest.closeAll(first);
  }

  @Test
  void greedy_rows_of_a_mixed_batch_are_those_of_each_alone() {
    List<TrainingResult> trained = model.train(EngineTest.unlikePlans(5));
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      int[] prompt = new Random(i).ints(1 + i % 9, 1, 6).toArray();
      Adapter adapter = i % 6 == 5 ? null : trained.get(i % 6).adapter().orElseThrow();
      requests.add(
          new GenerationRequest(
              Prompt.tokens(TokenIds.of(prompt)), EngineTest.greedy(10), 0, adapter));
    }
    List<Completion> together = model.generate(requests);
    int equal = 0;
    for (int i = 0; i < requests.size(); i++) {
      TokenIds alone = model.generate(List.of(requests.get(i))).get(0).tokens();
      if (alone.equals(together.get(i).tokens())) {
        equal++;
      } else {
        assertTie(requests.get(i), together.get(i).tokens(), alone);
      }
    }
    assertThat(equal).isGreaterThan(requests.size() / 2);
    EngineTest.closeAll(trained);
  }

  @Test
  void a_call_that_is_too_large_for_the_device_is_halved_until_it_fits() throws Exception {
    Path wide = folder.resolve("wide");
    TinyModel.write(wide, WIDE);
    try (LanguageModel large = open(ModelRef.folder(wide), MANY * LONG);
        NDManager ballast = NDManager.newBaseManager(Djl.device(DEVICE))) {
      int live = large.liveArrays();
      List<TrainingPlan> plans = new ArrayList<>();
      for (int i = 0; i < MANY; i++) {
        plans.add(longPlan(i));
      }
      List<TrainingResult> alone = large.train(plans.subList(0, 2));
      leaveRoomForAFew(ballast);
      List<TrainingResult> results = large.train(plans);
      assertThat(results).allSatisfy(result -> assertThat(result.failure()).isEmpty());
      assertThat(results).anySatisfy(result -> assertThat(result.splits()).isPositive());
      for (int i = 0; i < alone.size(); i++) {
        assertSameCurve(results.get(i), alone.get(i));
      }
      EngineTest.closeAll(alone);
      EngineTest.closeAll(results);
      assertThat(large.liveArrays()).isEqualTo(live);
    }
  }

  // Between 1 and 2 GiB, where all plans at once keep more than 4, and one a hundredth of it.
  private static void leaveRoomForAFew(NDManager ballast) {
    Device device = Djl.device(DEVICE);
    while (free(device) > 2 * GIB) {
      ballast.zeros(new Shape(GIB / Float.BYTES), DataType.FLOAT32);
    }
  }

  private static long free(Device device) {
    MemoryUsage usage = CudaUtils.getGpuMemory(device);
    return usage.getMax() - usage.getCommitted();
  }

  private static TrainingPlan longPlan(int seed) {
    int[] tokens = new Random(seed).ints(LONG, 1, 6).toArray();
    return TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(tokens), 1)))
        .lora(
            LoraSpec.builder()
                .rank(2)
                .alpha(4)
                .targetModules(EnumSet.of(TargetModule.GATE_PROJ, TargetModule.Q_PROJ))
                .build())
        .training(TrainingSpec.builder().epochs(2).maxLength(LONG).build())
        .seed(seed)
        .build();
  }

  private static void assertSameCurve(TrainingResult one, TrainingResult other) {
    assertThat(one.steps()).hasSameSizeAs(other.steps());
    for (int i = 0; i < one.steps().size(); i++) {
      double loss = other.steps().get(i).loss();
      assertThat(one.steps().get(i).loss()).isCloseTo(loss, within(TOLERANCE * Math.abs(loss)));
    }
  }

  // Where rows part, the two tokens' logits must be as good as equal; what follows may be anything.
  private void assertTie(GenerationRequest request, TokenIds one, TokenIds other) {
    int same = 0;
    while (same < Math.min(one.size(), other.size()) && one.get(same) == other.get(same)) {
      same++;
    }
    int[] prompt = ((Prompt.Tokens) request.prompt()).ids().toArray();
    int[] prefix = Arrays.copyOf(prompt, prompt.length + same);
    for (int i = 0; i < same; i++) {
      prefix[prompt.length + i] = one.get(i);
    }
    float[] logits =
        model
            .logLikelihood(
                List.of(
                    new LikelihoodRequest(
                        Prompt.tokens(TokenIds.of(prefix)), request.adapter(), true)))
            .get(0)
            .nextTokenLogits();
    double largest = 0;
    for (float logit : logits) {
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(logits[tokenAt(one, same)])
        .as("token %s of %s and %s after %s", same, one, other, Arrays.toString(prompt))
        .isCloseTo(logits[tokenAt(other, same)], within((float) (TOLERANCE * largest)));
  }

  // A row that is over ended with the end token.
  private int tokenAt(TokenIds tokens, int position) {
    return position < tokens.size() ? tokens.get(position) : model.tokenizer().endToken();
  }
}
