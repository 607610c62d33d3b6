package dev.seal.api.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private static void refused(Runnable setting, String message) {
    assertThatIllegalArgumentException().isThrownBy(setting::run).withMessage(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -3})
  void refuses_a_rank_below_1(int rank) {
    refused(() -> LoraSpec.builder().rank(rank), "LoRA rank must be >= 1, but was " + rank);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, NAN, INFINITY})
  void refuses_an_alpha_that_is_not_above_0(double alpha) {
    refused(
        () -> LoraSpec.builder().alpha(alpha),
        "LoRA alpha must be a finite number > 0, but was " + alpha);
  }

  @Test
  void refuses_to_adapt_nothing() {
    refused(
        () -> LoraSpec.builder().targetModules(Set.of()),
        "LoRA needs at least one target module, such as q_proj");
  }

  @Test
  void a_lora_spec_has_the_papers_defaults_and_copies() {
    LoraSpec spec = LoraSpec.builder().build();
    assertThat(spec).hasToString("rank 32, alpha 64.0, on q_proj v_proj");
    assertThat(spec.scale()).isEqualTo(2);
    assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
    assertThat(spec.toBuilder().rank(4).allModules().build())
        .isNotEqualTo(spec)
        .hasToString(
            "rank 4, alpha 64.0, on q_proj k_proj v_proj o_proj gate_proj up_proj down_proj");
  }

  @Test
  void a_lora_spec_may_differ_from_matrix_to_matrix() {
    LoraSpec spec =
        LoraSpec.builder()
            .rank(4)
            .alpha(6)
            .rankStabilized(true)
            .layers(Set.of(12, 1))
            .excludedModules(Set.of("layers.1.self_attn.v_proj"))
            .rankPattern(Map.of("q_proj", 9, "layers.12.self_attn.q_proj", 16))
            .alphaPattern(Map.of("self_attn.q_proj", 8.0))
            .build();
    assertThat(spec.adapts(0, TargetModule.Q_PROJ)).isFalse();
    assertThat(spec.adapts(1, TargetModule.Q_PROJ)).isTrue();
    assertThat(spec.adapts(1, TargetModule.V_PROJ)).isFalse();
    assertThat(spec.adapts(12, TargetModule.V_PROJ)).isTrue();
    assertThat(spec.adapts(12, TargetModule.K_PROJ)).isFalse();
    assertThat(spec.rank(12, TargetModule.V_PROJ)).isEqualTo(4);
    assertThat(spec.rank(2, TargetModule.Q_PROJ)).isEqualTo(9);
    assertThat(spec.scale()).isEqualTo(3);
    assertThat(spec.scale(1, TargetModule.Q_PROJ)).isEqualTo(8 / 3.0);
    assertThat(spec.scale(12, TargetModule.Q_PROJ)).isEqualTo(2);
    assertThat(spec.toBuilder().build()).isEqualTo(spec).hasSameHashCodeAs(spec);
    assertThat(spec)
        .hasToString(
            "rank 4, alpha 6.0, rank-stabilised, on q_proj v_proj of layers 1 12 without"
                + " layers.1.self_attn.v_proj, ranks {layers.12.self_attn.q_proj=16, q_proj=9},"
                + " alphas {self_attn.q_proj=8.0}");
    assertThat(spec.toBuilder().layers(Set.of()).build().adapts(0, TargetModule.Q_PROJ)).isTrue();
    for (LoraSpec other :
        List.of(
            spec.toBuilder().rankStabilized(false).build(),
            spec.toBuilder().layers(Set.of()).build(),
            spec.toBuilder().excludedModules(Set.of()).build(),
            spec.toBuilder().rankPattern(Map.of()).build(),
            spec.toBuilder().alphaPattern(Map.of()).build())) {
      assertThat(other).isNotEqualTo(spec);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "q_proj",
        "self_attn.q_proj",
        "3.self_attn.q_proj",
        "layers.0.mlp.up_proj",
        "model.layers.10.mlp.down_proj"
      })
  void takes_names_of_matrices(String name) {
    assertThat(LoraSpec.builder().rankPattern(Map.of(name, 2)).build().rankPattern())
        .containsOnlyKeys(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "q_prj",
        "lm_head",
        "mlp.q_proj",
        "self_attn",
        "layers.q_proj",
        "layers.01.mlp.up_proj",
        ".*q_proj",
        "x.model.layers.1.mlp.up_proj"
      })
  void refuses_names_of_no_matrix(String name) {
    String message =
        "\""
            + name
            + "\" names no matrix that can be adapted; give a name such as q_proj,"
            + " self_attn.q_proj or layers.3.self_attn.q_proj";
    refused(() -> LoraSpec.builder().excludedModules(Set.of(name)), message);
    refused(() -> LoraSpec.builder().rankPattern(Map.of(name, 2)), message);
    refused(() -> LoraSpec.builder().alphaPattern(Map.of(name, 2.0)), message);
  }

  @Test
  void refuses_layers_ranks_and_alphas_out_of_range() {
    refused(
        () -> LoraSpec.builder().layers(Set.of(3, -1)),
        "LoRA layers are counted from 0, but one was -1");
    refused(
        () -> LoraSpec.builder().rankPattern(Map.of("q_proj", 0)),
        "LoRA rank must be >= 1, but was 0");
    refused(
        () -> LoraSpec.builder().alphaPattern(Map.of("q_proj", NAN)),
        "LoRA alpha must be a finite number > 0, but was NaN");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1e-3, NAN, INFINITY})
  void refuses_a_learning_rate_that_is_not_above_0(double rate) {
    refused(
        () -> TrainingSpec.builder().learningRate(rate),
        "learning rate must be a finite number > 0, but was " + rate);
  }

  @Test
  void refuses_counts_of_training_below_their_least() {
    refused(() -> TrainingSpec.builder().epochs(0), "epochs must be >= 1, but was 0");
    refused(() -> TrainingSpec.builder().batchSize(0), "batch size must be >= 1, but was 0");
    refused(() -> TrainingSpec.builder().accumulation(0), "accumulation must be >= 1, but was 0");
    refused(
        () -> TrainingSpec.builder().maxLength(1), "maximum length must be >= 2 tokens, but was 1");
    refused(() -> TrainingSpec.builder().warmupSteps(-1), "warm-up steps must be >= 0, but was -1");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, NAN, INFINITY})
  void refuses_a_negative_clip_norm_or_weight_decay(double value) {
    refused(
        () -> TrainingSpec.builder().clipNorm(value),
        "clip norm must be a finite number >= 0 (0: no clipping), but was " + value);
    refused(
        () -> TrainingSpec.builder().weightDecay(value),
        "weight decay must be a finite number >= 0, but was " + value);
  }

  @Test
  void a_training_spec_has_the_papers_defaults_and_copies() {
    TrainingSpec spec = TrainingSpec.builder().build();
    assertThat(spec)
        .hasToString(
            "learning rate 0.001 linear, clip 1.0, 10 epochs, batch 1, at most 2048 tokens");
    TrainingSpec other =
        TrainingSpec.builder()
            .learningRate(0.5)
            .schedule(Schedule.COSINE)
            .warmupSteps(3)
            .weightDecay(0.25)
            .clipNorm(0)
            .epochs(2)
            .batchSize(4)
            .accumulation(5)
            .maxLength(6)
            .build();
    assertThat(other)
        .isNotEqualTo(spec)
        .hasToString(
            "learning rate 0.5 cosine, warm-up 3, weight decay 0.25, no clipping, 2 epochs, batch 4"
                + " x 5, at most 6 tokens");
    assertThat(other.toBuilder().build()).isEqualTo(other).hasSameHashCodeAs(other);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, NAN, INFINITY})
  void refuses_a_temperature_below_0(double temperature) {
    refused(
        () -> Sampling.builder().temperature(temperature),
        "temperature must be a finite number >= 0 (0: greedy), but was " + temperature);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1.1, -0.5, NAN})
  void refuses_a_top_p_outside_its_range(double topP) {
    refused(() -> Sampling.builder().topP(topP), "top-p must be > 0 and <= 1, but was " + topP);
  }

  @Test
  void refuses_other_wrong_ways_to_sample() {
    refused(() -> Sampling.builder().topK(-1), "top-k must be >= 0 (0: all), but was -1");
    refused(() -> Sampling.builder().maxTokens(0), "max tokens must be >= 1, but was 0");
    refused(() -> Sampling.builder().minTokens(-1), "min tokens must be >= 0, but was -1");
    refused(
        () -> Sampling.builder().stopStrings(List.of("END", "")),
        "stop strings must not be empty, but were [END, ]");
  }

  @Test
  void a_sampling_copies_and_says_what_it_is() {
    Sampling sampling =
        Sampling.builder()
            .temperature(0.5)
            .topP(0.75)
            .topK(7)
            .maxTokens(9)
            .stopStrings(List.of("END"))
            .stopTokens(List.of(3))
            .build();
    assertThat(sampling)
        .hasToString("temperature 0.5, top-p 0.75, top-k 7, at most 9 tokens, stop at [END]");
    assertThat(Sampling.builder().maxTokens(9).stopStrings(List.of("\n\n")).build())
        .hasToString("temperature 1.0, at most 9 tokens, stop at [\\n\\n]");
    assertThat(sampling.toBuilder().build()).isEqualTo(sampling).hasSameHashCodeAs(sampling);
    assertThat(PaperDefaults.ANSWER)
        .isNotEqualTo(sampling)
        .hasToString("greedy, at most 64 tokens");
  }

  @Test
  void a_sampling_has_a_least_number_of_tokens() {
    Sampling any = Sampling.builder().temperature(0).maxTokens(9).build();
    assertThat(any.minTokens()).isZero();
    Sampling all = any.toBuilder().minTokens(9).build();
    assertThat(all.minTokens()).isEqualTo(9);
    assertThat(all).isNotEqualTo(any).hasToString("greedy, at least 9, at most 9 tokens");
    assertThat(all.toBuilder().build()).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(Sampling.builder().minTokens(100).maxTokens(100).build().minTokens()).isEqualTo(100);
    assertThatThrownBy(all.toBuilder().maxTokens(8)::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "min tokens must be at most max tokens, which is 8, but was 9; lower it or raise max"
                + " tokens");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpu", "", "CPU", "cuda:", "cuda:x", "cuda:1234"})
  void refuses_an_unknown_device(String device) {
    refused(
        () -> EngineOptions.builder().device(device),
        "device must be auto, cpu, cuda or cuda:N, but was \"" + device + '"');
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", "cpu", "cuda", "cuda:0", "cuda:12"})
  void takes_a_known_device(String device) {
    assertThat(EngineOptions.builder().device(device).build())
        .hasToString(
            "device " + device + ", batches of 1024 tokens, 4096 MiB for adapters in training");
  }

  @Test
  void refuses_batches_of_no_tokens() {
    refused(() -> EngineOptions.builder().batchTokens(0), "batch tokens must be >= 1, but was 0");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void refuses_to_give_adapters_in_training_no_memory(int mebibytes) {
    refused(
        () -> EngineOptions.builder().adapterMebibytes(mebibytes),
        "the memory of adapters in training must be >= 1 MiB, but was " + mebibytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, Integer.MAX_VALUE})
  void options_differ_by_the_memory_of_adapters_in_training(int mebibytes) {
    EngineOptions options = EngineOptions.builder().adapterMebibytes(mebibytes).build();
    assertThat(options.adapterMebibytes()).isEqualTo(mebibytes);
    assertThat(options)
        .isEqualTo(EngineOptions.builder().adapterMebibytes(mebibytes).build())
        .hasSameHashCodeAs(EngineOptions.builder().adapterMebibytes(mebibytes).build())
        .isNotEqualTo(EngineOptions.builder().build())
        .hasToString(
            "device auto, batches of 1024 tokens, " + mebibytes + " MiB for adapters in training");
    assertThat(EngineOptions.builder().build().adapterMebibytes()).isEqualTo(4096);
  }

  @Test
  void a_chat_format_and_template_variables() {
    ChatFormat format = ChatFormat.chatMl();
    assertThat(EngineOptions.builder().build().chatFormat()).isEmpty();
    EngineOptions formatted = EngineOptions.builder().chatFormat(format).build();
    assertThat(formatted.chatFormat()).containsSame(format);
    assertThat(formatted).isNotEqualTo(EngineOptions.builder().build());
    EngineOptions options =
        EngineOptions.builder().templateVariables(Map.of("enable_thinking", false)).build();
    assertThat(options.templateVariables()).containsExactly(Map.entry("enable_thinking", false));
    assertThat(options)
        .isEqualTo(
            EngineOptions.builder().templateVariables(Map.of("enable_thinking", false)).build())
        .hasToString(
            EngineOptions.builder().build() + ", template variables {enable_thinking=false}");
    refused(
        () -> EngineOptions.builder().templateVariables(Map.of("messages", "x")),
        "the template variable \"messages\" is set by every prompt; choose another");
    refused(
        () -> EngineOptions.builder().templateVariables(Map.of("date", new Object())),
        "the template variable \"date\" must be text, a number, true or false, or a list or map of"
            + " these, but holds a java.lang.Object");
    refused(
        () ->
            EngineOptions.builder()
                .templateVariables(Map.of("tools", List.of(Map.of("a", new Object())))),
        "the template variable \"tools\" must be text, a number, true or false, or a list or map of"
            + " these, but holds a java.lang.Object");
    List<String> names = new ArrayList<>(List.of("a"));
    EngineOptions copied =
        EngineOptions.builder().templateVariables(Map.of("names", names)).build();
    names.add("b");
    assertThat(copied.templateVariables()).containsExactly(Map.entry("names", List.of("a")));
    assertThatThrownBy(
            () ->
                EngineOptions.builder()
                    .templateVariables(Map.of("a", 1))
                    .chatFormat(format)
                    .build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("template variables [a]");
  }

  @Test
  void chat_ml() {
    List<ChatMessage> messages =
        List.of(new ChatMessage("system", "Be brief."), new ChatMessage("user", "Hi\n"));
    assertThat(ChatFormat.chatMl().render(messages, true))
        .isEqualTo(
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi\n<|im_end|>\n"
                + "<|im_start|>assistant\n");
    assertThat(ChatFormat.chatMl().render(messages.subList(1, 2), false))
        .isEqualTo("<|im_start|>user\nHi\n<|im_end|>\n");
  }

  @ParameterizedTest
  @EnumSource
  void finds_a_target_module_by_its_name(TargetModule module) {
    assertThat(TargetModule.of(module.moduleName())).isSameAs(module);
  }

  @Test
  void refuses_the_name_of_no_target_module() {
    assertThat(TargetModule.of("down_proj").path()).isEqualTo("mlp.down_proj");
    refused(
        () -> TargetModule.of("lm_head"),
        "no target module is called \"lm_head\"; choose from q_proj, k_proj, v_proj, o_proj,"
            + " gate_proj, up_proj, down_proj");
  }

  @Test
  void a_workload_has_defaults_and_refuses_what_cannot_be() {
    Workload workload = Workload.builder().build();
    assertThat(workload.adapters()).isEqualTo(PaperDefaults.SELF_EDITS);
    assertThat(workload.lora()).isEmpty();
    assertThat(workload.requests()).isEqualTo(64);
    assertThat(workload.requestTokens()).isEqualTo(512);
    assertThat(workload)
        .isEqualTo(Workload.builder().build())
        .isNotEqualTo(Workload.builder().requests(1).build())
        .hasToString("5 adapters, 64 requests of 512 tokens");
    refused(() -> Workload.builder().adapters(-1), "adapters must be >= 0, but was -1");
    refused(() -> Workload.builder().requests(-1), "requests must be >= 0, but was -1");
    refused(
        () -> Workload.builder().requestTokens(0), "tokens of a request must be >= 1, but was 0");
  }

  @Test
  void an_estimate_adds_up_what_is_there_at_the_same_time() {
    MemoryEstimate estimate = new MemoryEstimate(1L << 30, 100L << 20, 60L << 20, 50L << 20);
    assertThat(estimate.total()).isEqualTo((1024L + 110) << 20);
    assertThat(estimate)
        .hasToString(
            "1,134 MiB: weights 1,024, and while drawing a cache of 100, or while training adapters"
                + " 60 and activations 50");
  }
}
