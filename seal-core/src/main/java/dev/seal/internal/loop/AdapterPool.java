package dev.seal.internal.loop;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.TrainingResult;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Owns the adapters of a group while it is worked on. Closing it closes all that were not released.
 */
final class AdapterPool implements AutoCloseable {

  private final Set<Adapter> open = Collections.newSetFromMap(new IdentityHashMap<>());

  void own(List<TrainingResult> results) {
    results.forEach(result -> result.adapter().ifPresent(open::add));
  }

  void discard(Adapter adapter) {
    open.remove(adapter);
    adapter.close();
  }

  /** Hands over all that is left; nothing may fail between this and the new owner. */
  void release() {
    open.clear();
  }

  @Override
  public void close() {
    RuntimeException first = null;
    for (Adapter adapter : open) {
      first = closeQuietly(adapter, first);
    }
    open.clear();
    if (first != null) {
      throw first;
    }
  }

  private static @Nullable RuntimeException closeQuietly(
      Adapter adapter, @Nullable RuntimeException first) {
    try {
      adapter.close();
      return first;
    } catch (RuntimeException failure) {
      if (first == null) {
        return failure;
      }
      first.addSuppressed(failure);
      return first;
    }
  }
}
