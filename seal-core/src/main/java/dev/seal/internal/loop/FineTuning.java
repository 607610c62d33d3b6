package dev.seal.internal.loop;

import dev.seal.api.SealException;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.Progress;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingFailure;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingResult;
import dev.seal.api.model.TrainingStep;
import dev.seal.internal.journal.Steps;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One adapter on one list of documents, kept in the run's folder: the outer loop's fine-tuning, and
 * the adapter for many inputs.
 */
public final class FineTuning {

  private final LanguageModel model;
  private final Steps steps;

  /** Borrows the model and the steps. */
  public FineTuning(LanguageModel model, Steps steps) {
    this.model = model;
    this.steps = steps;
  }

  /**
   * What was trained.
   *
   * @param adapter the SHA-256 of the adapter's files in the run's folder
   * @param steps what each optimizer step saw
   * @param tokens how many tokens it was trained on
   */
  public record FineTuned(String adapter, List<TrainingStep> steps, long tokens) {}

  /**
   * Trains, unless that is recorded.
   *
   * @throws SealException if a loss or a gradient is not finite
   */
  public FineTuned run(
      Phase phase, List<TrainingDocument> documents, LoraTraining how, long seed, PhaseLog phases) {
    TrainingPlan plan =
        TrainingPlan.builder(documents)
            .lora(how.lora())
            .training(Window.fit(how.training(), model.info()))
            .seed(seed)
            .build();
    return phases.step(
        phase,
        documents.size(),
        FineTuned.class,
        progress -> train(phase, plan, progress),
        FineTuned::tokens);
  }

  private FineTuned train(Phase phase, TrainingPlan plan, Progress progress) {
    List<TrainingResult> results = model.train(List.of(plan), progress);
    Training.requireOnePerPlan(results, List.of(plan));
    TrainingResult result = results.get(0);
    if (result.failure().isPresent()) {
      TrainingFailure failure = result.failure().get();
      throw new SealException(
          (phase == Phase.FINE_TUNE
                  ? "fine-tuning on the chosen self-edits, as fineTuning(...) says,"
                  : "training one adapter for all inputs, as joint(...) says,")
              + " failed at step "
              + failure.step()
              + ": "
              + failure.reason());
    }
    try (Adapter adapter = result.adapter().orElseThrow()) {
      return new FineTuned(steps.storeAdapter(adapter), result.steps(), result.trainedTokens());
    }
  }

  /** The adapter, owned by the caller. */
  public Adapter open(FineTuned tuned) {
    return model.load(steps.adapter(tuned.adapter()));
  }

  /** A model with the adapter's changes, owned by the caller. */
  public LanguageModel merge(FineTuned tuned, PhaseLog phases) {
    AtomicReference<LanguageModel> merged = new AtomicReference<>();
    try {
      return phases.timed(
          Phase.MERGE,
          1,
          progress -> {
            try (Adapter adapter = open(tuned)) {
              merged.set(model.merge(adapter));
              return merged.get();
            }
          });
    } catch (RuntimeException | Error failure) { // such as a listener's
      Closing.afterFailure(merged.get(), failure);
      throw failure;
    }
  }
}
