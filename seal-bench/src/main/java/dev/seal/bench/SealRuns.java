package dev.seal.bench;

import dev.seal.RunFolder;
import dev.seal.Seal;
import dev.seal.SealBuilder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Sampling;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds the Seals of an experiment with one seed, each a part of one folder, and runs them so that
 * they can be cancelled.
 */
final class SealRuns<T> {

  private final long seed;
  private final RunSettings settings;
  private final RunFolder folder;
  private final SealListener listener;

  private volatile boolean cancelled;
  private volatile @Nullable Seal<T> running;

  SealRuns(long seed, RunSettings settings, RunFolder folder, SealListener listener) {
    this.seed = seed;
    this.settings = settings;
    this.folder = folder;
    this.listener = listener;
  }

  long seed() {
    return seed;
  }

  /** Ends the work soon; may be called by any thread. */
  void cancel() {
    cancelled = true;
    Seal<T> seal = running;
    if (seal != null) {
      seal.cancel();
    }
  }

  SealBuilder<T> builder(String id, LanguageModel model, Task<T> task, int selfEdits) {
    SealBuilder<T> builder =
        Seal.builder()
            .model(model)
            .task(task)
            .selfEdits(selfEdits)
            .seed(seed)
            .inputsAtOnce(settings.atOnce())
            .folder(folder, "seed-" + seed + '-' + id)
            .listener(listener);
    settings
        .maxEditTokens()
        .ifPresent(tokens -> builder.selfEditSampling(longest(model, task, tokens)));
    return settings.paperProfile() ? builder.paperProfile() : builder;
  }

  private Sampling longest(LanguageModel model, Task<T> task, int tokens) {
    return samplings(model, task).selfEdit().toBuilder().maxTokens(tokens).build();
  }

  /** What a Seal with this task would use. */
  Samplings samplings(LanguageModel model, Task<T> task) {
    return new Samplings(settings.recommended(model.info()), task.defaults());
  }

  /** Measures a method, and closes its Seal. */
  ProofRow<T> row(String id, int stage, String label, SealBuilder<T> builder, List<T> inputs) {
    try (Seal<T> seal = builder.build()) {
      return new ProofRow<>(id, stage, label, run(seal, () -> seal.evaluate(inputs)));
    }
  }

  <R> R run(Seal<T> seal, Supplier<R> work) {
    running = seal;
    try {
      if (cancelled) {
        throw new CancellationException("cancelled");
      }
      return work.get();
    } finally {
      running = null;
    }
  }
}
