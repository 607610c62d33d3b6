package dev.seal.lora.internal.script;

import ai.djl.pytorch.jni.JniUtils;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ThreadFactoryBuilder;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;

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
   */
  <T> List<T> run(List<Supplier<T>> work) {
    int share = Math.max(1, threads / work.size());
    int before = JniUtils.getNumThreads();
    List<Future<T>> futures = new ArrayList<>();
    for (Supplier<T> piece : work) {
      futures.add(
          pool.submit(
              () -> {
                JniUtils.setNumThreads(share);
                return piece.get();
              }));
    }
    futures.forEach(Lanes::await);
    // libtorch gives the number that was set last to threads that have none yet.
    JniUtils.setNumThreads(before);
    List<T> results = new ArrayList<>();
    for (Future<T> future : futures) {
      results.add(Futures.getUnchecked(future));
    }
    return results;
  }

  private static void await(Future<?> future) {
    try {
      Uninterruptibles.getUninterruptibly(future);
    } catch (ExecutionException e) {
      // Thrown when all have ended.
    }
  }

  @Override
  public void close() {
    pool.shutdown();
  }
}
