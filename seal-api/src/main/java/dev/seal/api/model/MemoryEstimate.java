package dev.seal.api.model;

import java.util.Locale;

/**
 * About how much memory of a device a model takes, estimated from its files before it is opened.
 * What the Java virtual machine and the native libraries take by themselves comes on top: a few
 * hundred MiB. Activations are those of a full batch; a single document or prompt that is longer
 * than {@link EngineOptions#batchTokens} takes more in proportion, and a merged model has weights
 * of its own where they differ.
 *
 * @param weights bytes of the frozen weights, from opening to closing
 * @param cache bytes of keys and values while completions are drawn, and on a CPU of the output
 *     head in the order in which products are fastest, where it is the token table too
 * @param adapters bytes of adapters with their gradients and optimizer state while they are trained
 * @param activations bytes of what is kept of a training batch for its way back, and on a CPU of
 *     the weights in the order that this is fastest in
 */
public record MemoryEstimate(long weights, long cache, long adapters, long activations) {

  /**
   * What is needed at the busiest moment: drawing and training take turns, and an adapter that
   * answers holds its values only.
   *
   * @return the weights, and the larger of the cache and training, in bytes
   */
  public long total() {
    return saturatedSum(weights, Math.max(cache, saturatedSum(adapters, activations)));
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%,d MiB: weights %,d, and while drawing a cache of %,d, or while training adapters %,d and"
            + " activations %,d",
        mebibytes(total()),
        mebibytes(weights),
        mebibytes(cache),
        mebibytes(adapters),
        mebibytes(activations));
  }

  private static long mebibytes(long bytes) {
    return (bytes >> 20) + (bytes % (1 << 20) == 0 ? 0 : 1);
  }
}
