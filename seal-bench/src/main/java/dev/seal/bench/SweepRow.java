package dev.seal.bench;

import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.List;

/**
 * What some groups of augmentations reach.
 *
 * @param groups their names in a word, such as {@code all}
 * @param strategies a row for each loss, in the order of {@link Strategy}
 */
record SweepRow(String groups, List<ProofRow<Puzzle>> strategies) {}
