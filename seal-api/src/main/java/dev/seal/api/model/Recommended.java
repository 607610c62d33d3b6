package dev.seal.api.model;

import org.jspecify.annotations.Nullable;

/**
 * Settings that a model asks to be used with. They come with the model, in a file {@code seal.json}
 * beside its weights, and stand between {@link PaperDefaults} and what the user says.
 *
 * @param lora the inner loop's adapter, or null for the default
 * @param training the inner loop's training, or null for the default
 * @param selfEdit how self-edits are sampled, or null for the default
 * @param answer how answers are sampled, or null for the default
 */
public record Recommended(
    @Nullable LoraSpec lora,
    @Nullable TrainingSpec training,
    @Nullable Sampling selfEdit,
    @Nullable Sampling answer) {

  /** No recommendation. */
  public static final Recommended NONE = new Recommended(null, null, null, null);
}
