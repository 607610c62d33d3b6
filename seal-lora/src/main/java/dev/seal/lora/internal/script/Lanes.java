package dev.seal.lora.internal.script;

import ai.djl.pytorch.jni.JniUtils;
import com.google.common.base.Throwables;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Threads that compute side by side, each with its share of libtorch's own. Work that is cut for
 * them waits once, at its end, where libtorch's threads would wait for each other at every
 * operation.
 */
final class Lanes implements AutoCloseable {

  private final int threads;
  private final ExecutorService pool;

  /**
   * Lanes.
   *
   * @param threads how many threads compute in all
   */
  Lanes(int threads) {
    this.threads = threads;
    this.pool =
        Executors.newFixedThreadPool(
            threads,
            new ThreadFactoryBuilder().setNameFormat("seal-lane-%d").setDaemon(true).build());
  }

  /**
   * Does pieces of work side by side, as many at once as there are threads, and waits for all.
   *
   * @return what they returned, in their order
   * @throws RuntimeException what a piece threw, when all have ended
   */
  <T> List<T> run(List<Supplier<T>> work) {
    int before = JniUtils.getNumThreads();
    List<Future<T>> futures = new ArrayList<>();
    for (int i = 0; i < work.size(); i++) {
      int share = Math.max(1, threads * (i + 1) / work.size() - threads * i / work.size());
      Supplier<T> piece = work.get(i);
      futures.add(
          pool.submit(
              () -> {
                JniUtils.setNumThreads(share);
                return piece.get();
              }));
    }
    List<T> results = new ArrayList<>();
    @Nullable Throwable failure = null;
    for (Future<T> future : futures) {
      try {
        results.add(Uninterruptibles.getUninterruptibly(future));
      } catch (ExecutionException e) {
        failure = e.getCause();
      }
    }
    // libtorch gives the number that was set last to threads that have none yet.
    JniUtils.setNumThreads(before);
    if (failure != null) {
      Throwables.throwIfUnchecked(failure);
      throw new IllegalStateException(failure);
    }
    return results;
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
