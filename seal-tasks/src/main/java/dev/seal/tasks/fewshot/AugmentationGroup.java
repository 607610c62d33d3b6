package dev.seal.tasks.fewshot;

/**
 * What a self-edit may turn on to have more to train on than a puzzle's pairs: changes that keep
 * the rule in sight, done to all grids of a training example alike. These are the four groups of
 * the paper's tools (section 3.1). Each example is kept as it is as well, and where any group is
 * on, everything is trained on once more with other colours.
 */
public enum AugmentationGroup {

  /**
   * Eleven changes: the three quarter turns, the two flips, the grid with its mirror image on each
   * of its four sides, a random roll of up to 3 rows and columns, and the transposition.
   */
  BASIC,

  /** Three changes: every cell becomes a block of two rows, two columns, or both. */
  SIZE,

  /** Six changes: a quarter turn, a flip or the transposition, and then blocks of two by two. */
  CHAIN,

  /** Three changes: the grid twice, one below the other, next to each other, or both. */
  REPEAT
}
