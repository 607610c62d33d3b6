package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.Recommended;
import java.util.OptionalInt;

/**
 * What is alike in all runs of an experiment.
 *
 * @param atOnce inputs that share their batches
 * @param paperProfile whether the model's recommendations are left aside
 * @param maxEditTokens the longest self-edit, in the place of the model's or the paper's
 */
record RunSettings(int atOnce, boolean paperProfile, OptionalInt maxEditTokens) {

  /** What is heard of a model's recommendations. */
  Recommended recommended(ModelInfo model) {
    return paperProfile ? Recommended.NONE : model.recommended();
  }
}
