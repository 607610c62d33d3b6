package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.seal.api.AdapterMismatchException;
import dev.seal.api.DeviceUnavailableException;
import dev.seal.api.InputTooLongException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Likelihood;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Sampling;
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
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineTest {

  private static final int[] TOKENS = {1, 4, 3, 2, 5, 1, 1, 4, 2, 3, 5};

  @TempDir static Path folder;

  private static LanguageModel model;
  private int liveBefore;

  @BeforeAll
  static void open() throws Exception {
    model = new LoraEngine().open(ModelRef.folder(TinyModel.write(folder.resolve("model"))));
  }

  @AfterAll
  static void close() {
    model.close();
  }

  @BeforeEach
  void count() {
    liveBefore = model.liveArrays();
  }

  @AfterEach
  void nothing_is_left_behind() {
    assertThat(model.liveArrays()).isEqualTo(liveBefore);
  }

  @Test
  void says_what_it_runs_on() {
    assertThat(model.info().device()).isEqualTo("cpu");
    assertThat(model.info().precision()).isEqualTo("f32");
    assertThat(model.info().nativeLibrary()).contains("2.7.1");
    assertThat(model.info().fingerprint()).hasSize(64);
  }

  @Test
  void logits_equal_those_of_the_plain_java_transformer() {
    double[][] expected =
        new Oracle(TinyModel.CONFIG, TinyModel.values(TinyModel.CONFIG), null).logits(TOKENS);
    Likelihood found = likelihood(TOKENS, null);
    assertThat(found.nextTokenLogits())
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(floats(expected[TOKENS.length - 1]));
  }

  @Test
  void an_adapter_changes_what_the_plain_java_transformer_says_it_does() {
    try (Adapter adapter =
        randomAdapter(
            3,
            EnumSet.of(
                TargetModule.K_PROJ,
                TargetModule.O_PROJ,
                TargetModule.UP_PROJ,
                TargetModule.DOWN_PROJ))) {
      adapter.save(folder.resolve("oracle"));
      AdapterFile file = AdapterFile.read(folder.resolve("oracle"), TinyModel.CONFIG);
      Oracle oracle = new Oracle(TinyModel.CONFIG, TinyModel.values(TinyModel.CONFIG), file);
      double[] expected = oracle.logProbabilities(TOKENS);
      assertThat(likelihood(TOKENS, adapter).logProbabilities())
          .usingComparatorWithPrecision(2e-3f)
          .containsExactly(floats(expected));
    }
  }

  @Test
  void gradient_norm_and_first_step_equal_finite_differences() {
    // loss(theta + h e_i) of the plain-Java transformer against the engine's gradient norm
    try (Adapter start =
        randomAdapter(1, EnumSet.of(TargetModule.V_PROJ, TargetModule.GATE_PROJ))) {
      start.save(folder.resolve("start"));
      AdapterFile file = AdapterFile.read(folder.resolve("start"), TinyModel.CONFIG);
      double squares = 0;
      for (Map.Entry<AdapterKey, LoraWeights> entry : file.weights().entrySet()) {
        for (int factor = 0; factor < 2; factor++) {
          int size = factor == 0 ? entry.getValue().a().length : entry.getValue().b().length;
          for (int i = 0; i < size; i++) {
            double slope =
                (nudgedLoss(file, entry.getKey(), factor, i, 1e-2f)
                        - nudgedLoss(file, entry.getKey(), factor, i, -1e-2f))
                    / 2e-2;
            squares += slope * slope;
          }
        }
      }
      TrainingPlan plan =
          TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(TOKENS), 1)))
              .initialAdapter(start)
              .training(TrainingSpec.builder().epochs(1).build())
              .build();
      TrainingResult result = model.train(List.of(plan)).get(0);
      result.adapter().orElseThrow().close();
      assertThat(result.steps().get(0).gradientNorm())
          .isCloseTo(Math.sqrt(squares), within(0.01 * Math.sqrt(squares)));
    }
  }

  @Test
  void sixteen_unlike_plans_train_as_each_does_alone() {
    List<TrainingPlan> plans = unlikePlans(16);
    List<TrainingResult> together = model.train(plans);
    for (int i = 0; i < plans.size(); i++) {
      TrainingResult alone = model.train(List.of(plans.get(i))).get(0);
      assertSameCurve(together.get(i), alone);
      assertThat(answer(together.get(i).adapter().orElseThrow()))
          .isEqualTo(answer(alone.adapter().orElseThrow()));
      alone.adapter().orElseThrow().close();
    }
    closeAll(together);
  }

  @Test
  void the_order_of_plans_and_the_cut_into_batches_change_nothing() throws Exception {
    List<TrainingPlan> plans = unlikePlans(6);
    List<TrainingPlan> reversed = new ArrayList<>(plans);
    Collections.reverse(reversed);
    List<TrainingResult> forwards = model.train(plans);
    List<TrainingResult> backwards = model.train(reversed);
    EngineOptions narrow = EngineOptions.builder().batchTokens(12).build();
    try (LanguageModel small =
        new LoraEngine().open(ModelRef.folder(folder.resolve("model")), narrow)) {
      List<TrainingResult> cut = small.train(plans);
      for (int i = 0; i < plans.size(); i++) {
        assertSameCurve(forwards.get(i), backwards.get(plans.size() - 1 - i));
        assertSameCurve(forwards.get(i), cut.get(i));
      }
    }
    closeAll(forwards);
    closeAll(backwards);
  }

  @Test
  void the_same_call_gives_the_same_bits_from_the_first_call_on() throws Exception {
    List<List<TrainingStep>> curves = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (LanguageModel fresh = new LoraEngine().open(ModelRef.folder(folder.resolve("model")))) {
        for (int call = 0; call < 3; call++) {
          TrainingResult result = fresh.train(unlikePlans(3)).get(2);
          curves.add(result.steps());
          LikelihoodRequest request =
              new LikelihoodRequest(
                  Prompt.tokens(TokenIds.of(TOKENS)), result.adapter().orElseThrow(), true);
          logits.add(fresh.logLikelihood(List.of(request)).get(0).nextTokenLogits());
        }
      }
    }
    assertThat(curves).allMatch(curve -> curve.equals(curves.get(0)));
    assertThat(logits).allMatch(values -> java.util.Arrays.equals(values, logits.get(0)));
  }

  @Test
  void accumulated_batches_step_like_one_large_batch() {
    TrainingSpec large = TrainingSpec.builder().epochs(3).batchSize(4).learningRate(0.01).build();
    TrainingSpec summed = large.toBuilder().batchSize(2).accumulation(2).build();
    List<TrainingResult> results = model.train(List.of(plan(6, large, 1), plan(6, summed, 1)));
    assertThat(results.get(0).steps()).hasSize(6); // two steps an epoch: four documents, then two
    assertSameCurve(results.get(0), results.get(1));
    closeAll(results);
  }

  @Test
  void the_loss_counts_from_the_offset_only() {
    Oracle oracle = new Oracle(TinyModel.CONFIG, TinyModel.values(TinyModel.CONFIG), null);
    double[] each = oracle.logProbabilities(TOKENS);
    double expected = -(each[8] + each[9]) / 2;
    TrainingPlan plan =
        TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(TOKENS), 9)))
            .training(TrainingSpec.builder().epochs(1).build())
            .build();
    TrainingResult result = model.train(List.of(plan)).get(0);
    assertThat(result.steps().get(0).loss()).isCloseTo(expected, within(1e-3));
    assertThat(result.trainedTokens()).isEqualTo(TOKENS.length);
    closeAll(List.of(result));
  }

  @Test
  void weight_decay_warm_up_and_schedules_are_followed() {
    TrainingSpec spec =
        TrainingSpec.builder()
            .schedule(Schedule.COSINE)
            .warmupSteps(2)
            .epochs(3)
            .weightDecay(0.1)
            .learningRate(0.01)
            .build();
    TrainingResult result = model.train(List.of(plan(2, spec, 3))).get(0);
    assertThat(result.steps().stream().map(TrainingStep::learningRate))
        .containsExactly(
            0.0,
            0.005,
            0.01,
            0.01 * (1 + Math.cos(Math.PI / 4)) / 2,
            0.01 * (1 + Math.cos(Math.PI / 2)) / 2,
            0.01 * (1 + Math.cos(3 * Math.PI / 4)) / 2);
    closeAll(List.of(result));
  }

  @Test
  void a_fresh_adapter_changes_nothing_and_the_base_never_changes() {
    float[] before = likelihood(TOKENS, null).nextTokenLogits();
    TrainingSpec idle = TrainingSpec.builder().epochs(1).learningRate(1e-30).build();
    TrainingResult fresh = model.train(List.of(plan(1, idle, 5))).get(0);
    TrainingResult trained =
        model.train(List.of(plan(3, TrainingSpec.builder().learningRate(0.05).build(), 5))).get(0);
    assertThat(likelihood(TOKENS, fresh.adapter().orElseThrow()).nextTokenLogits())
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(before);
    assertThat(likelihood(TOKENS, trained.adapter().orElseThrow()).nextTokenLogits())
        .isNotEqualTo(before);
    assertThat(likelihood(TOKENS, null).nextTokenLogits()).containsExactly(before);
    closeAll(List.of(fresh, trained));
  }

  @Test
  void a_plan_that_diverges_fails_alone_with_its_step() {
    TrainingSpec wild = TrainingSpec.builder().learningRate(1e30).clipNorm(0).epochs(8).build();
    List<TrainingPlan> plans =
        List.of(
            plan(2, TrainingSpec.builder().build(), 1),
            plan(2, wild, 2),
            plan(3, TrainingSpec.builder().build(), 3));
    List<TrainingResult> results = model.train(plans);
    assertThat(results.get(1).adapter()).isEmpty();
    assertThat(results.get(1).failure().orElseThrow().step()).isPositive();
    assertThat(results.get(1).failure().orElseThrow().reason())
        .contains("NaN")
        .contains("lower the learning rate (1.0E30)");
    for (int i : new int[] {0, 2}) {
      TrainingResult alone = model.train(List.of(plans.get(i))).get(0);
      assertSameCurve(results.get(i), alone);
      closeAll(List.of(alone, results.get(i)));
    }
  }

  @Test
  void an_adapter_that_diverged_in_its_last_step_draws_nothing_and_its_neighbours_go_on() {
    TrainingSpec wild = TrainingSpec.builder().learningRate(1e30).clipNorm(0).epochs(1).build();
    TrainingResult result = model.train(List.of(plan(1, wild, 2))).get(0);
    Adapter poisoned = result.adapter().orElseThrow();
    Sampling sampled = Sampling.builder().temperature(1).topP(0.9).maxTokens(4).build();
    Prompt prompt = Prompt.tokens(TokenIds.of(1, 4, 3));
    List<Completion> completions =
        model.generate(
            List.of(
                new GenerationRequest(prompt, greedy(4), 0, poisoned),
                new GenerationRequest(prompt, sampled, 7, null),
                new GenerationRequest(prompt, sampled, 7, poisoned)));
    assertThat(completions.get(0).reason()).isEqualTo(FinishReason.DIVERGED);
    assertThat(completions.get(2).reason()).isEqualTo(FinishReason.DIVERGED);
    assertThat(completions.get(1))
        .isEqualTo(model.generate(List.of(new GenerationRequest(prompt, sampled, 7, null))).get(0));
    poisoned.close();
  }

  @Test
  void a_step_larger_than_f32_fails_the_plan() {
    TrainingSpec beyond = TrainingSpec.builder().learningRate(1e300).clipNorm(0).epochs(1).build();
    TrainingResult result = model.train(List.of(plan(1, beyond, 2))).get(0);
    assertThat(result.adapter()).isEmpty();
    assertThat(result.failure().orElseThrow().reason())
        .contains("not finite")
        .contains("lower the learning rate");
  }

  @Test
  void a_batch_larger_than_the_documents_is_all_of_them() {
    TrainingSpec all = TrainingSpec.builder().epochs(2).batchSize(3).build();
    TrainingSpec most = all.toBuilder().batchSize(Integer.MAX_VALUE).accumulation(4).build();
    List<TrainingResult> results = model.train(List.of(plan(3, all, 1), plan(3, most, 1)));
    assertThat(results.get(1).steps()).hasSize(2);
    assertSameCurve(results.get(1), results.get(0));
    closeAll(results);
  }

  @Test
  void a_plan_whose_documents_are_cut_before_the_loss_begins_fails_alone() {
    TrainingPlan cut =
        TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(TOKENS), 9)))
            .training(TrainingSpec.builder().maxLength(5).build())
            .build();
    List<TrainingResult> results =
        model.train(List.of(cut, plan(1, TrainingSpec.builder().epochs(1).build(), 1)));
    assertThat(results.get(0).failure().orElseThrow().reason())
        .contains("5 tokens has none from position 9")
        .contains("raise the maximum length");
    assertThat(results.get(1).adapter()).isPresent();
    closeAll(results);
  }

  @Test
  void merged_weights_answer_as_the_adapter_does_and_outlive_the_base() throws Exception {
    LanguageModel base = new LoraEngine().open(ModelRef.folder(folder.resolve("model")));
    TrainingResult trained =
        base.train(List.of(plan(3, TrainingSpec.builder().learningRate(0.05).build(), 5))).get(0);
    Adapter adapter = trained.adapter().orElseThrow();
    float[] expected =
        base.logLikelihood(
                List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(TOKENS)), adapter, true)))
            .get(0)
            .nextTokenLogits();
    LanguageModel merged = base.merge(adapter);
    String fingerprint = base.info().fingerprint();
    base.close();
    assertThat(adapter.isClosed()).isTrue();
    assertThat(merged.info().fingerprint()).isNotEqualTo(fingerprint);
    assertThat(merged.tokenizer().encode("ab").size()).isPositive();
    assertThat(
            merged
                .logLikelihood(
                    List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(TOKENS)), null, true)))
                .get(0)
                .nextTokenLogits())
        .usingComparatorWithPrecision(1e-3f)
        .containsExactly(expected);
    merged.close();
  }

  @Test
  void a_saved_adapter_comes_back_with_the_same_bits() {
    TrainingResult trained =
        model.train(List.of(plan(3, TrainingSpec.builder().learningRate(0.05).build(), 5))).get(0);
    Adapter adapter = trained.adapter().orElseThrow();
    adapter.save(folder.resolve("saved"));
    try (Adapter loaded = model.load(folder.resolve("saved"))) {
      assertThat(loaded.spec()).isEqualTo(adapter.spec());
      assertThat(likelihood(TOKENS, loaded).nextTokenLogits())
          .containsExactly(likelihood(TOKENS, adapter).nextTokenLogits());
    }
    adapter.close();
  }

  @Test
  void an_adapter_of_other_weights_is_refused_by_its_fingerprint() {
    TrainingResult trained =
        model.train(List.of(plan(3, TrainingSpec.builder().learningRate(0.05).build(), 5))).get(0);
    Adapter adapter = trained.adapter().orElseThrow();
    adapter.save(folder.resolve("foreign"));
    try (LanguageModel merged = model.merge(adapter)) {
      assertThatThrownBy(() -> merged.load(folder.resolve("foreign")))
          .isInstanceOf(AdapterMismatchException.class)
          .hasMessageContaining(model.info().fingerprint())
          .hasMessageContaining("load the model it was made for");
      assertThatThrownBy(() -> merged.generate(List.of(request(adapter))))
          .isInstanceOf(AdapterMismatchException.class)
          .hasMessageContaining("belongs to another model");
    }
    adapter.close();
    assertThatThrownBy(() -> model.generate(List.of(request(adapter))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the adapter is closed");
  }

  @Test
  void greedy_decoding_with_the_cache_equals_decoding_without() {
    try (Adapter adapter = randomAdapter(2, EnumSet.allOf(TargetModule.class))) {
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 1; i < 9; i++) {
        TokenIds prompt = TokenIds.of(java.util.Arrays.copyOf(TOKENS, i));
        requests.add(
            new GenerationRequest(
                Prompt.tokens(prompt), greedy(10), 0, i % 3 == 0 ? null : adapter));
      }
      List<Completion> completions = model.generate(requests);
      for (int i = 0; i < requests.size(); i++) {
        assertThat(completions.get(i).tokens()).isEqualTo(withoutCache(requests.get(i), 10));
      }
    }
  }

  @Test
  void sampled_tokens_depend_on_the_seed_and_not_on_the_neighbours() {
    Sampling sampling = Sampling.builder().temperature(3).topP(0.9).maxTokens(12).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      requests.add(
          new GenerationRequest(Prompt.tokens(TokenIds.of(1, 1 + i % 5)), sampling, i, null));
    }
    List<Completion> together = model.generate(requests);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(model.generate(List.of(requests.get(i))).get(0)).isEqualTo(together.get(i));
    }
    assertThat(together.stream().map(Completion::tokens).distinct().count()).isGreaterThan(3);
  }

  @Test
  void draws_follow_the_probabilities() {
    float[] logits = likelihood(new int[] {1}, null).nextTokenLogits();
    double temperature = 4;
    double[] expected = new double[logits.length];
    double sum = 0;
    for (int i = 0; i < logits.length; i++) {
      expected[i] = Math.exp(logits[i] / temperature);
      sum += expected[i];
    }
    int draws = 4000;
    Sampling sampling = Sampling.builder().temperature(temperature).maxTokens(1).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < draws; i++) {
      requests.add(new GenerationRequest(Prompt.tokens(TokenIds.of(1)), sampling, i * 7919L, null));
    }
    double[] found = new double[logits.length];
    for (Completion completion : model.generate(requests)) {
      // a completion without a token ended at once, by the end token 0
      found[completion.tokens().size() == 0 ? 0 : completion.tokens().get(0)] += 1.0 / draws;
    }
    for (int i = 0; i < logits.length; i++) {
      assertThat(found[i]).isCloseTo(expected[i] / sum, within(0.03));
    }
  }

  @Test
  void one_candidate_token_is_greedy() {
    GenerationRequest greedy = new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4)), greedy(8));
    Sampling one = Sampling.builder().temperature(5).topK(1).maxTokens(8).build();
    Sampling narrow = Sampling.builder().temperature(5).topP(1e-6).maxTokens(8).build();
    List<Completion> completions =
        model.generate(
            List.of(
                greedy,
                new GenerationRequest(greedy.prompt(), one, 3, null),
                new GenerationRequest(greedy.prompt(), narrow, 4, null)));
    assertThat(completions.get(1)).isEqualTo(completions.get(0));
    assertThat(completions.get(2)).isEqualTo(completions.get(0));
  }

  @Test
  void completions_end_at_stop_tokens_stop_strings_the_limit_and_the_window() {
    Completion free =
        model
            .generate(List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4)), greedy(64))))
            .get(0);
    assertThat(free.reason()).isIn(FinishReason.LENGTH, FinishReason.END);
    assertThat(free.tokens().size()).isLessThanOrEqualTo(TinyModel.CONFIG.contextWindow() - 2);
    int stop = free.tokens().get(1);
    Sampling atToken = greedy(64).toBuilder().stopTokens(List.of(stop)).build();
    Completion cut =
        model
            .generate(List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4)), atToken)))
            .get(0);
    assertThat(cut.reason()).isEqualTo(FinishReason.END);
    assertThat(cut.tokens().size()).isLessThan(free.tokens().size());
    String text = model.tokenizer().decode(TokenIds.of(stop));
    Sampling atText = greedy(64).toBuilder().stopStrings(List.of(text)).build();
    Completion stopped =
        model
            .generate(List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4)), atText)))
            .get(0);
    assertThat(stopped.reason()).isEqualTo(FinishReason.STOP);
    assertThat(stopped.text()).doesNotContain(text);
    Completion limited =
        model
            .generate(List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4)), greedy(1))))
            .get(0);
    assertThat(limited.reason()).isEqualTo(FinishReason.LENGTH);
    assertThat(limited.tokens().size()).isEqualTo(1);
  }

  @Test
  void inputs_that_do_not_fit_are_refused_before_native_code() {
    TokenIds tooLong = TokenIds.of(new int[TinyModel.CONFIG.contextWindow() + 1]);
    assertThatThrownBy(
            () -> model.generate(List.of(new GenerationRequest(Prompt.tokens(tooLong), greedy(1)))))
        .isInstanceOf(InputTooLongException.class)
        .hasMessageContaining("33 tokens")
        .hasMessageContaining("window of 32");
    assertThatThrownBy(
            () -> model.logLikelihood(List.of(new LikelihoodRequest(Prompt.tokens(tooLong)))))
        .isInstanceOf(InputTooLongException.class);
    TrainingPlan plan = TrainingPlan.builder(List.of(TrainingDocument.tokens(tooLong, 1))).build();
    assertThatThrownBy(() -> model.train(List.of(plan)))
        .isInstanceOf(InputTooLongException.class)
        .hasMessageContaining("33");
    assertThatThrownBy(
            () ->
                model.generate(
                    List.of(new GenerationRequest(Prompt.tokens(TokenIds.of()), greedy(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least one token");
    assertThatThrownBy(
            () ->
                model.generate(
                    List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(6)), greedy(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("6");
  }

  @Test
  void a_progress_that_throws_ends_the_call_and_frees_everything() {
    List<TrainingPlan> plans = unlikePlans(4);
    assertThatThrownBy(
            () ->
                model.train(
                    plans,
                    (done, total) -> {
                      if (done > total / 2) {
                        throw new CancellationException("enough");
                      }
                    }))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(
            () ->
                model.generate(
                    List.of(request(null)),
                    (done, total) -> {
                      throw new CancellationException("enough");
                    }))
        .isInstanceOf(CancellationException.class);
    assertThatThrownBy(
            () -> model.generate(List.of(request(null)), (done, total) -> model.liveArrays()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("progress callback");
  }

  @Test
  void a_closed_model_says_so() throws Exception {
    LanguageModel other = new LoraEngine().open(ModelRef.folder(folder.resolve("model")));
    other.close();
    other.close();
    assertThatThrownBy(() -> other.generate(List.of(request(null))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is closed; open it again");
  }

  @Test
  void a_gpu_that_was_asked_for_and_is_not_there_is_an_error() {
    EngineOptions options = EngineOptions.builder().device("cuda:7").build();
    assertThatThrownBy(
            () -> new LoraEngine().open(ModelRef.folder(folder.resolve("model")), options))
        .isInstanceOf(DeviceUnavailableException.class)
        .hasMessageContaining("cuda:7 was asked for")
        .hasMessageContaining("ask for cpu");
  }

  @Test
  void empty_calls_give_empty_results() {
    assertThat(model.generate(List.of())).isEmpty();
    assertThat(model.train(List.of())).isEmpty();
    assertThat(model.logLikelihood(List.of())).isEmpty();
  }

  private static TokenIds withoutCache(GenerationRequest request, int limit) {
    List<Integer> tokens = new ArrayList<>();
    Prompt.Tokens prompt = (Prompt.Tokens) request.prompt();
    while (tokens.size() < limit) {
      int[] all =
          java.util.Arrays.copyOf(prompt.ids().toArray(), prompt.ids().size() + tokens.size());
      for (int i = 0; i < tokens.size(); i++) {
        all[prompt.ids().size() + i] = tokens.get(i);
      }
      float[] logits = likelihood(all, request.adapter()).nextTokenLogits();
      int best = 0;
      for (int i = 1; i < logits.length; i++) {
        best = logits[i] > logits[best] ? i : best;
      }
      if (best == model.tokenizer().endToken()) {
        break;
      }
      tokens.add(best);
    }
    return TokenIds.of(tokens);
  }

  static List<TrainingPlan> unlikePlans(int count) {
    List<Set<TargetModule>> modules =
        List.of(
            EnumSet.allOf(TargetModule.class),
            EnumSet.of(TargetModule.Q_PROJ, TargetModule.V_PROJ),
            EnumSet.of(TargetModule.DOWN_PROJ),
            EnumSet.of(TargetModule.K_PROJ, TargetModule.GATE_PROJ));
    List<TrainingPlan> plans = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      TrainingSpec spec =
          TrainingSpec.builder()
              .learningRate(0.002 * (1 + i % 5))
              .epochs(1 + i % 4)
              .batchSize(1 + i % 3)
              .accumulation(1 + i % 2)
              .clipNorm(i % 2)
              .weightDecay(0.1 * (i % 3))
              .schedule(i % 7 == 0 ? Schedule.CONSTANT : Schedule.LINEAR)
              .build();
      LoraSpec lora =
          LoraSpec.builder()
              .rank(1 + i % 6)
              .alpha(1 + i % 4)
              .targetModules(modules.get(i % 4))
              .layers(i % 5 == 2 ? Set.of(1) : i % 5 == 4 ? Set.of(0) : Set.of())
              .build();
      plans.add(
          TrainingPlan.builder(documents(1 + i % 7, i)).lora(lora).training(spec).seed(i).build());
    }
    return plans;
  }

  private static TrainingPlan plan(int documents, TrainingSpec spec, long seed) {
    return TrainingPlan.builder(documents(documents, 0))
        .lora(LoraSpec.builder().rank(4).alpha(8).allModules().build())
        .training(spec)
        .seed(seed)
        .build();
  }

  private static List<TrainingDocument> documents(int count, long seed) {
    Random random = new Random(seed);
    List<TrainingDocument> documents = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] tokens = new int[3 + random.nextInt(12)];
      for (int t = 0; t < tokens.length; t++) {
        tokens[t] = random.nextInt(TinyModel.CONFIG.vocabularySize());
      }
      documents.add(TrainingDocument.tokens(TokenIds.of(tokens), 1 + i % 2));
    }
    return documents;
  }

  private static Adapter randomAdapter(int rank, Set<TargetModule> modules) {
    LoraSpec lora = LoraSpec.builder().rank(rank).alpha(2).targetModules(modules).build();
    TrainingSpec spec = TrainingSpec.builder().learningRate(0.1).epochs(2).build();
    return model
        .train(
            List.of(
                TrainingPlan.builder(documents(3, 9)).lora(lora).training(spec).seed(4).build()))
        .get(0)
        .adapter()
        .orElseThrow();
  }

  private static double nudgedLoss(
      AdapterFile file, AdapterKey key, int factor, int index, float by) {
    Map<AdapterKey, LoraWeights> nudged = new HashMap<>(file.weights());
    float[] a = file.weights().get(key).a().clone();
    float[] b = file.weights().get(key).b().clone();
    (factor == 0 ? a : b)[index] += by;
    nudged.put(key, new LoraWeights(a, b));
    AdapterFile changed =
        new AdapterFile(file.spec(), file.baseModel(), file.baseFingerprint(), nudged);
    double[] each =
        new Oracle(TinyModel.CONFIG, TinyModel.values(TinyModel.CONFIG), changed)
            .logProbabilities(TOKENS);
    return -java.util.Arrays.stream(each).average().orElseThrow();
  }

  private static void assertSameCurve(TrainingResult one, TrainingResult other) {
    assertThat(one.steps()).hasSameSizeAs(other.steps());
    for (int i = 0; i < one.steps().size(); i++) {
      double loss = other.steps().get(i).loss();
      assertThat(one.steps().get(i).loss()).isCloseTo(loss, within(1e-4 * Math.abs(loss)));
    }
  }

  private static TokenIds answer(Adapter adapter) {
    return model.generate(List.of(request(adapter))).get(0).tokens();
  }

  private static GenerationRequest request(Adapter adapter) {
    return new GenerationRequest(Prompt.tokens(TokenIds.of(1, 4, 3)), greedy(8), 0, adapter);
  }

  static Sampling greedy(int tokens) {
    return Sampling.builder().temperature(0).maxTokens(tokens).build();
  }

  private static Likelihood likelihood(int[] tokens, Adapter adapter) {
    return model
        .logLikelihood(
            List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(tokens)), adapter, true)))
        .get(0);
  }

  private static float[] floats(double[] values) {
    float[] narrow = new float[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) values[i];
    }
    return narrow;
  }

  static void closeAll(List<TrainingResult> results) {
    results.forEach(result -> result.adapter().ifPresent(Adapter::close));
  }
}
