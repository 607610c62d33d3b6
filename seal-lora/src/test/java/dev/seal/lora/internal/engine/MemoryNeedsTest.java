package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelTooLargeException;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.MemoryEstimate;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Workload;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.TinyModel;
import dev.seal.lora.internal.script.Precision;
import dev.seal.lora.internal.script.Processor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is measured is compared by the command dev.seal.bench.Load. */
class MemoryNeedsTest {

  // Two layers, hidden 8, one key-value head of 4, feed-forward 12, 6 tokens, window 32.
  private static final int LOGITS_OF_A_ROW = 6 * 40;

  private static final int PACKED_HEAD = Processor.packs(Precision.F32) ? 4 * 6 * 8 : 0;

  @TempDir private Path folder;
  private ModelRef model;

  @BeforeEach
  void write() throws IOException {
    model = ModelRef.folder(TinyModel.write(folder.resolve("model")));
  }

  private MemoryEstimate estimate(EngineOptions.Builder options, Workload.Builder workload) {
    return new LoraEngine().estimate(model, options.device("cpu").build(), workload.build());
  }

  @Test
  void weights_are_what_the_files_hold_in_the_devices_precision() {
    MemoryEstimate estimate = estimate(EngineOptions.builder(), Workload.builder());
    int attention = 8 * 8 + 2 * 8 * 4 + 8 * 8;
    int layer = attention + 3 * 8 * 12 + 2 * 8;
    assertThat(estimate.weights()).isEqualTo(4 * (6 * 8 + 2 * layer + 8));
  }

  @Test
  void the_cache_grows_with_the_requests_and_their_tokens_as_far_as_rows_are_lent() {
    int token = 2 * 2 * 4 * 4;
    assertThat(cache(1024, 1, 10)).isEqualTo(PACKED_HEAD + 10 * token + LOGITS_OF_A_ROW);
    assertThat(cache(1024, 5, 10)).isEqualTo(PACKED_HEAD + 5 * (10 * token + LOGITS_OF_A_ROW));
    // No more tokens than the window has, and no more rows than are drawn at once.
    assertThat(cache(1024, 1, 1000)).isEqualTo(PACKED_HEAD + 32 * token + LOGITS_OF_A_ROW);
    assertThat(cache(1024, 1000, 32)).isEqualTo(PACKED_HEAD + 64 * (32 * token + LOGITS_OF_A_ROW));
    assertThat(cache(2, 1000, 32)).isEqualTo(PACKED_HEAD + 2 * (32 * token + LOGITS_OF_A_ROW));
    assertThat(cache(1024, 0, 32)).isZero();
  }

  private long cache(int batchTokens, int requests, int tokens) {
    return estimate(
            EngineOptions.builder().batchTokens(batchTokens),
            Workload.builder().requests(requests).requestTokens(tokens))
        .cache();
  }

  @Test
  void training_grows_with_the_adapters_their_rank_and_the_batch() {
    Workload.Builder two = Workload.builder().adapters(2);
    LoraSpec small = LoraSpec.builder().rank(1).alpha(1).build();
    MemoryEstimate one =
        estimate(EngineOptions.builder(), Workload.builder().adapters(1).lora(small));
    MemoryEstimate twice = estimate(EngineOptions.builder(), two.lora(small));
    MemoryEstimate wider =
        estimate(EngineOptions.builder(), two.lora(LoraSpec.builder().rank(3).alpha(1).build()));
    assertThat(twice.adapters()).isEqualTo(2 * one.adapters());
    assertThat(wider.adapters()).isEqualTo(3 * twice.adapters());
    assertThat(twice.activations()).isEqualTo(one.activations());
    assertThat(estimate(EngineOptions.builder().batchTokens(2048), two).activations())
        .isGreaterThan(one.activations());
    MemoryEstimate none = estimate(EngineOptions.builder(), Workload.builder().adapters(0));
    assertThat(none.adapters() + none.activations()).isZero();
  }

  /** A file of half a tebibyte that is nearly all hole. */
  @Test
  void a_model_larger_than_the_machine_is_refused_before_memory_is_spent() throws IOException {
    String json =
        TinyModel.configWith("vocab_size", "16000000")
            .replace("\"hidden_size\":8", "\"hidden_size\":8192");
    Path huge = folder.resolve("huge");
    TinyModel.writeSparse(huge, json);
    assertThatThrownBy(
            () ->
                new LoraEngine()
                    .open(ModelRef.folder(huge), EngineOptions.builder().device("cpu").build()))
        .isInstanceOf(ModelTooLargeException.class)
        .hasMessageContainingAll(
            "huge", "500,00", "MiB of weights in f32", "choose a smaller model");
  }
}
