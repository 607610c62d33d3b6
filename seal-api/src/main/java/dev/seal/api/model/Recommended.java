package dev.seal.api.model;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Settings that a model asks to be used with. They come with the model, in a file {@code seal.json}
 * beside its weights, and stand between {@link PaperDefaults} and what the user says.
 *
 * @param lora the inner loop's adapter, or null for the default
 * @param training the inner loop's training, or null for the default
 * @param selfEdit how self-edits are sampled, or null for the default
 * @param answer how answers are sampled, or null for the default
 * @param fineTuning how the model is fine-tuned on its best self-edits, or null for the default
 * @param joint how one adapter is trained for many inputs, or null for the default
 * @param evaluations how many adapters with different training seeds score a self-edit in the outer
 *     loop, 1 or more, or null for the default
 * @param tasks settings of tasks, by the task's name and the setting's; each task says which it
 *     reads
 */
public record Recommended(
    @Nullable LoraSpec lora,
    @Nullable TrainingSpec training,
    @Nullable Sampling selfEdit,
    @Nullable Sampling answer,
    @Nullable LoraTraining fineTuning,
    @Nullable LoraTraining joint,
    @Nullable Integer evaluations,
    Map<String, Map<String, String>> tasks) {

  /** No recommendation. */
  public static final Recommended NONE =
      new Recommended(null, null, null, null, null, null, null, Map.of());

  /**
   * Checks.
   *
   * @param lora see the record
   * @param training see the record
   * @param selfEdit see the record
   * @param answer see the record
   * @param fineTuning see the record
   * @param joint see the record
   * @param evaluations see the record
   * @param tasks see the record
   * @throws IllegalArgumentException if the evaluations are below 1
   */
  public Recommended {
    if (evaluations != null && evaluations < 1) {
      throw new IllegalArgumentException("evaluations must be >= 1, but was " + evaluations);
    }
    Map<String, Map<String, String>> copy = new TreeMap<>();
    tasks.forEach(
        (task, settings) -> copy.put(task, Collections.unmodifiableMap(new TreeMap<>(settings))));
    tasks = Collections.unmodifiableMap(copy);
  }
}
