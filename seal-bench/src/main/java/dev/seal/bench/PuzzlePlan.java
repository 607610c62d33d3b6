package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.ToolChoice;
import java.util.OptionalInt;

/**
 * What is to be done with puzzles.
 *
 * @param task how they are put to the model
 * @param oracle the configuration that was chosen by hand
 * @param rounds rounds of the outer loop, 0 or more, all on the same puzzles
 * @param selfEdits self-edits a puzzle where the model is measured
 * @param roundSelfEdits self-edits a puzzle in the rounds
 * @param sweep whether all groups of augmentations are measured with both losses
 * @param maxAnswerTokens the longest answer, in the place of what the data or the model ask for
 * @param run what is alike in all runs
 */
record PuzzlePlan(
    FewShot task,
    ToolChoice oracle,
    int rounds,
    int selfEdits,
    int roundSelfEdits,
    boolean sweep,
    OptionalInt maxAnswerTokens,
    RunSettings run) {

  /** The task with what a model recommends. */
  FewShot taskFor(ModelInfo model) {
    return task.forModel(run.recommended(model));
  }
}
