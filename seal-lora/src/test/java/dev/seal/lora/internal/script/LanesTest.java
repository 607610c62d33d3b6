package dev.seal.lora.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LanesTest {

  @BeforeAll
  static void startLibtorch() {
    Djl.engine();
  }

  @Test
  void pieces_run_at_the_same_time_and_results_come_in_their_order() {
    CountDownLatch both = new CountDownLatch(2);
    try (Lanes lanes = new Lanes(2)) {
      List<Supplier<String>> work = new ArrayList<>();
      for (String name : List.of("first", "second")) {
        work.add(
            () -> {
              both.countDown();
              return await(both) ? name : "alone";
            });
      }
      assertThat(lanes.run(work)).containsExactly("first", "second");
    }
  }

  @Test
  void pieces_share_the_threads_and_the_callers_number_stays() {
    int before = JniUtils.getNumThreads();
    try (Lanes lanes = new Lanes(4)) {
      Supplier<Integer> threads = JniUtils::getNumThreads;
      assertThat(lanes.run(List.of(threads, threads))).containsExactly(2, 2);
      assertThat(lanes.run(List.of(threads, threads, threads))).containsExactly(1, 1, 2);
      assertThat(lanes.run(List.of(threads, threads, threads, threads))).containsOnly(1);
    }
    assertThat(JniUtils.getNumThreads()).isEqualTo(before);
  }

  @Test
  void a_failure_is_thrown_when_all_have_ended() {
    AtomicInteger ended = new AtomicInteger();
    try (Lanes lanes = new Lanes(2)) {
      List<Supplier<Integer>> work =
          List.of(
              () -> {
                throw new IllegalStateException("broken");
              },
              ended::incrementAndGet);
      assertThatThrownBy(() -> lanes.run(work))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("broken");
      assertThat(ended).hasValue(1);
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
