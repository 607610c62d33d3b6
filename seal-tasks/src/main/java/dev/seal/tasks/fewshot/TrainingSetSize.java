package dev.seal.tasks.fewshot;

import java.util.Set;

/** How much there is to learn a puzzle from. */
public final class TrainingSetSize {

  private TrainingSetSize() {}

  /**
   * Counts what is made of a puzzle's training pairs: each pair asked with all others shown, and
   * with all but one of them; each of these changed by every augmentation that keeps all grids
   * within {@value Grid#MAX_SIDE} rows and columns; and each of all these once more, with the pairs
   * shown in another order and, where any group is on, in other colours. What comes out twice
   * counts once, so that the number depends on the grids.
   *
   * @param puzzle the puzzle; its id and its tests have no influence
   * @param groups the augmentations, perhaps none
   * @return the number of training examples, before a training run's limit cuts it; at least 2
   */
  public static int of(Puzzle puzzle, Set<AugmentationGroup> groups) {
    return TrainingSet.of(puzzle, groups).size();
  }
}
