package dev.seal.api.task;

import dev.seal.api.Selection;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TrainingSpec;

/**
 * The numbers that the paper used for a task. A model's recommendation stands before them, and what
 * the user says before both.
 *
 * @param lora the inner loop's adapter
 * @param training the inner loop's training, where a self-edit does not choose
 * @param selfEdit how self-edits are sampled
 * @param answer how answers are sampled
 * @param fineTuning how the model is fine-tuned on chosen self-edits
 * @param joint how one adapter is trained for many inputs
 * @param selfEdits self-edits per input where the model is used or measured, 1 or more
 * @param rounds rounds of the outer loop, 1 or more
 * @param roundSelfEdits self-edits per input in these rounds, 1 or more
 * @param roundEvaluations adapters that score each of them, 1 or more
 * @param selection which of them the model is fine-tuned on
 */
public record TaskDefaults(
    LoraSpec lora,
    TrainingSpec training,
    Sampling selfEdit,
    Sampling answer,
    LoraTraining fineTuning,
    LoraTraining joint,
    int selfEdits,
    int rounds,
    int roundSelfEdits,
    int roundEvaluations,
    Selection selection) {

  /** The numbers for passages, from {@link PaperDefaults}. */
  public static final TaskDefaults KNOWLEDGE =
      new TaskDefaults(
          LoraSpec.builder().build(),
          TrainingSpec.builder().build(),
          PaperDefaults.SELF_EDIT,
          PaperDefaults.ANSWER,
          PaperDefaults.FINE_TUNING,
          PaperDefaults.JOINT,
          PaperDefaults.SELF_EDITS,
          PaperDefaults.ROUNDS,
          PaperDefaults.SELF_EDITS,
          PaperDefaults.EVALUATIONS,
          Selection.BEST);

  /**
   * Checks.
   *
   * @param lora see the record
   * @param training see the record
   * @param selfEdit see the record
   * @param answer see the record
   * @param fineTuning see the record
   * @param joint see the record
   * @param selfEdits see the record
   * @param rounds see the record
   * @param roundSelfEdits see the record
   * @param roundEvaluations see the record
   * @param selection see the record
   * @throws IllegalArgumentException if a count is below 1
   */
  public TaskDefaults {
    if (Math.min(Math.min(selfEdits, rounds), Math.min(roundSelfEdits, roundEvaluations)) < 1) {
      throw new IllegalArgumentException(
          "self-edits, rounds and evaluations must be >= 1, but were "
              + selfEdits
              + " self-edits, "
              + rounds
              + " rounds of "
              + roundSelfEdits
              + " self-edits and "
              + roundEvaluations
              + " evaluations");
    }
  }
}
