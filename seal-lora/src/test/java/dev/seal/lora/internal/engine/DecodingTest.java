package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.FinishReason;
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
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests among others: what one draws is what it draws alone. */
class DecodingTest {

  private static final int VOCABULARY = TinyModel.CONFIG.vocabularySize();
  private static final int WINDOW = TinyModel.CONFIG.contextWindow();

  @TempDir static Path folder;

  private static LanguageModel model;
  private static LanguageModel narrow; // three rows of the whole window are under way at once
  private static List<Adapter> adapters;
  private static List<Adapter> narrowAdapters;
  private int liveBefore;

  @BeforeAll
  static void open() throws Exception {
    ModelRef ref = ModelRef.folder(TinyModel.write(folder.resolve("model")));
    model = new LoraEngine().open(ref);
    narrow = new LoraEngine().open(ref, EngineOptions.builder().batchTokens(3).build());
    adapters = train(model);
    narrowAdapters = new ArrayList<>();
    for (int i = 0; i < adapters.size(); i++) {
      adapters.get(i).save(folder.resolve("adapter" + i));
      narrowAdapters.add(narrow.load(folder.resolve("adapter" + i)));
    }
  }

  @AfterAll
  static void close() {
    adapters.forEach(Adapter::close);
    narrowAdapters.forEach(Adapter::close);
    model.close();
    narrow.close();
  }

  @BeforeEach
  void count() {
    liveBefore = model.liveArrays() + narrow.liveArrays();
  }

  @AfterEach
  void nothing_is_left_behind() {
    assertThat(model.liveArrays() + narrow.liveArrays()).isEqualTo(liveBefore);
  }

  @Test
  void a_request_among_others_draws_what_it_draws_alone() {
    List<GenerationRequest> requests = unlike(40, adapters);
    List<Completion> together = model.generate(requests);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone(model, requests.get(i)));
    }
    assertThat(together.stream().map(Completion::reason).distinct())
        .contains(FinishReason.END, FinishReason.LENGTH);
  }

  @Test
  void requests_that_enter_when_others_leave_draw_what_they_draw_alone() {
    List<GenerationRequest> requests = unlike(40, narrowAdapters);
    List<Long> finished = new ArrayList<>();
    List<Completion> few = narrow.generate(requests, (done, total) -> finished.add(done));
    List<Completion> many = model.generate(unlike(40, adapters));
    assertThat(few).isEqualTo(many);
    assertThat(finished).isSorted().endsWith(40L);
    assertThat(finished.stream().distinct().count()).isGreaterThan(10);
  }

  @Test
  void the_same_call_draws_the_same_from_the_first_call_on() throws Exception {
    List<List<Completion>> runs = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      try (LanguageModel fresh = new LoraEngine().open(ModelRef.folder(folder.resolve("model")))) {
        for (int call = 0; call < 3; call++) {
          runs.add(fresh.generate(unlike(12, List.of())));
        }
      }
    }
    assertThat(runs).allMatch(run -> run.equals(runs.get(0)));
  }

  @Test
  void prompts_that_begin_alike_continue_as_each_does_alone() {
    int[] context = new Random(1).ints(20, 1, VOCABULARY).toArray();
    Sampling greedy = Sampling.builder().temperature(0).maxTokens(6).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      int[] prompt = Arrays.copyOf(context, 22 + i % 3);
      Arrays.fill(prompt, 20, prompt.length, 1 + i % (VOCABULARY - 1));
      Adapter adapter = i % 2 == 0 ? null : adapters.get(i % adapters.size());
      requests.add(new GenerationRequest(Prompt.tokens(TokenIds.of(prompt)), greedy, 0, adapter));
    }
    // One is the beginning of the others.
    requests.add(new GenerationRequest(Prompt.tokens(TokenIds.of(context)), greedy, 0, null));
    List<Completion> together = model.generate(requests);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(together.get(i)).isEqualTo(alone(model, requests.get(i)));
    }
  }

  @Test
  void stops_cannot_be_drawn_before_the_least_number_of_tokens() {
    for (double temperature : new double[] {0, 3}) {
      Sampling free =
          Sampling.builder()
              .temperature(temperature)
              .maxTokens(20)
              .stopTokens(List.of(3, 999_999, -7))
              .build();
      Sampling least = free.toBuilder().minTokens(18).build();
      List<GenerationRequest> requests = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        Prompt prompt = Prompt.tokens(TokenIds.of(1, 1 + i % 5));
        requests.add(new GenerationRequest(prompt, i % 4 == 0 ? free : least, i, null));
      }
      List<Completion> completions = model.generate(requests);
      boolean ended = false;
      for (int i = 0; i < requests.size(); i++) {
        TokenIds tokens = completions.get(i).tokens();
        ended |= i % 4 == 0 && tokens.size() < 18;
        assertThat(tokens.toArray()).doesNotContain(3, 0);
        assertThat(tokens.size()).isGreaterThanOrEqualTo(i % 4 == 0 ? 0 : 18);
        assertThat(completions.get(i)).isEqualTo(alone(model, requests.get(i)));
      }
      assertThat(ended).isTrue();
    }
  }

  @Test
  void a_least_number_of_tokens_is_refused_where_every_token_is_a_stop() {
    List<Integer> every = List.of(0, 1, 2, 3, 4, 5);
    Sampling sampling = Sampling.builder().minTokens(1).stopTokens(every).build();
    assertThatThrownBy(
            () ->
                model.generate(
                    List.of(new GenerationRequest(Prompt.tokens(TokenIds.of(1)), sampling))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("min tokens is 1, but all 6 tokens are stop tokens");
  }

  @Test
  void a_stop_string_ends_a_completion_wherever_it_appears() {
    Sampling free = Sampling.builder().temperature(2).minTokens(25).maxTokens(25).build();
    List<GenerationRequest> requests = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      GenerationRequest request =
          new GenerationRequest(Prompt.tokens(TokenIds.of(2, 1 + i % 5)), free, i, null);
      String text = alone(model, request).text();
      String stop = text.substring(i, i + 2);
      expected.add(text.substring(0, text.indexOf(stop)));
      Sampling stopped = free.toBuilder().stopStrings(List.of(stop)).build();
      requests.add(new GenerationRequest(request.prompt(), stopped, i, null));
    }
    List<Completion> completions = model.generate(requests);
    assertThat(completions.stream().map(Completion::text)).isEqualTo(expected);
    assertThat(completions).allMatch(completion -> completion.reason() == FinishReason.STOP);
  }

  @Test
  void a_row_that_a_diverged_adapter_leaves_is_clean() {
    TrainingSpec wild = TrainingSpec.builder().learningRate(1e30).clipNorm(0).epochs(1).build();
    Adapter poisoned =
        narrow
            .train(
                List.of(
                    TrainingPlan.builder(
                            List.of(TrainingDocument.tokens(TokenIds.of(1, 4, 3, 2), 1)))
                        .lora(LoraSpec.builder().rank(4).alpha(8).allModules().build())
                        .training(wild)
                        .build()))
            .get(0)
            .adapter()
            .orElseThrow();
    Prompt prompt = Prompt.tokens(TokenIds.of(1, 4, 3));
    Sampling whole = Sampling.builder().temperature(1).minTokens(29).maxTokens(29).build();
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      requests.add(new GenerationRequest(prompt, whole, i, i < 6 ? poisoned : null));
    }
    List<Completion> completions = narrow.generate(requests);
    for (int i = 0; i < requests.size(); i++) {
      assertThat(completions.get(i).reason())
          .isEqualTo(i < 6 ? FinishReason.DIVERGED : FinishReason.LENGTH);
      assertThat(completions.get(i)).isEqualTo(alone(narrow, requests.get(i)));
    }
    poisoned.close();
  }

  @Test
  void the_number_drawn_chooses_the_token_that_the_falling_order_gives() {
    // Which token a seed draws is part of recorded results: the least place in the order of falling
    // probability at which the sum is above the number.
    Sampling sampling = Sampling.builder().temperature(2).topP(0.8).maxTokens(1).build();
    float[] logits =
        model
            .logLikelihood(
                List.of(new LikelihoodRequest(Prompt.tokens(TokenIds.of(1, 2)), null, true)))
            .get(0)
            .nextTokenLogits();
    Integer[] order = {0, 1, 2, 3, 4, 5};
    Arrays.sort(order, (a, b) -> Float.compare(logits[b], logits[a]));
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit / 2);
    }
    List<Double> reached = new ArrayList<>();
    double mass = 0;
    for (int token : order) {
      if (mass >= 0.8) {
        break;
      }
      mass += Math.exp(logits[token] / 2) / sum;
      reached.add(mass);
    }
    for (long seed = 0; seed < 60; seed++) {
      Completion drawn =
          alone(
              model, new GenerationRequest(Prompt.tokens(TokenIds.of(1, 2)), sampling, seed, null));
      double number = uniform(seed) * mass;
      int place = (int) reached.stream().filter(end -> end <= number).count();
      int token = drawn.tokens().size() == 0 ? 0 : drawn.tokens().get(0);
      assertThat(token).isEqualTo(order[place]);
    }
  }

  @Test
  void a_progress_that_throws_between_rows_frees_everything() {
    assertThatThrownBy(
            () ->
                narrow.generate(
                    unlike(20, narrowAdapters),
                    (done, total) -> {
                      if (done > 5) {
                        throw new CancellationException("enough");
                      }
                    }))
        .isInstanceOf(CancellationException.class);
  }

  // The first output of splitmix64, of which the upper 24 bits make the number.
  private static double uniform(long seed) {
    long z = seed + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) * 0x1.0p-24;
  }

  private static Completion alone(LanguageModel model, GenerationRequest request) {
    return model.generate(List.of(request)).get(0);
  }

  /** Of all lengths, greedy and sampled, with every adapter in turn and without. */
  private static List<GenerationRequest> unlike(int count, List<Adapter> adapters) {
    Random random = new Random(5);
    List<GenerationRequest> requests = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int[] prompt = random.ints(1 + random.nextInt(20), 0, VOCABULARY).toArray();
      Sampling sampling =
          Sampling.builder()
              .temperature(i % 3 == 0 ? 0 : 1 + i % 4)
              .topP(i % 2 == 0 ? 0.9 : 1)
              .topK(i % 5 == 0 ? 3 : 0)
              .maxTokens(1 + random.nextInt(WINDOW))
              .minTokens(i % 7 == 0 ? 1 : 0)
              .build();
      int which = i % (adapters.size() + 1);
      Adapter adapter = which == adapters.size() ? null : adapters.get(which);
      requests.add(new GenerationRequest(Prompt.tokens(TokenIds.of(prompt)), sampling, i, adapter));
    }
    return requests;
  }

  private static List<Adapter> train(LanguageModel model) {
    List<TrainingPlan> plans = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int[] tokens = new Random(i).ints(9, 0, VOCABULARY).toArray();
      LoraSpec.Builder lora = LoraSpec.builder().rank(1 + 2 * i).alpha(4);
      plans.add(
          TrainingPlan.builder(List.of(TrainingDocument.tokens(TokenIds.of(tokens), 1)))
              .lora(i == 0 ? lora.build() : lora.allModules().build())
              .training(TrainingSpec.builder().learningRate(0.03).epochs(4).build())
              .seed(i)
              .build());
    }
    return model.train(plans).stream().map(result -> result.adapter().orElseThrow()).toList();
  }
}
