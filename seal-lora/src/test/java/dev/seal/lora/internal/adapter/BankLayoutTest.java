package dev.seal.lora.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.seal.api.model.LoraSpec;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BankLayoutTest {

  private static final LoraSpec SPEC = LoraSpec.builder().rank(3).alpha(6).allModules().build();

  @Test
  void fresh_values_are_one_stream_of_numbers_however_many_threads_draw_it() {
    BankLayout layout = BankLayout.of(TinyModel.CONFIG, SPEC);
    Map<AdapterKey, LoraWeights> fresh = layout.split(layout.fresh(42));

    SplittableRandom stream = new SplittableRandom(42);
    assertThat(fresh).hasSize(2 * 7);
    for (AdapterKey key : layout.keys()) {
      float[] a = fresh.get(key).a();
      double bound = 1 / Math.sqrt(a.length / (double) SPEC.rank());
      float[] expected = new float[a.length];
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) (bound * (2 * stream.nextDouble() - 1));
      }
      assertThat(a).containsExactly(expected);
      assertThat(fresh.get(key).b()).containsOnly(0);
    }
  }
}
