package dev.seal.tasks.fewshot;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import java.util.Collection;
import java.util.List;
import java.util.Random;

/**
 * Chance that depends on nothing but the content of a puzzle's training pairs: the same in every
 * process. What is drawn for one item does not depend on the other items, so that more
 * augmentations add to a training set and change nothing in it.
 */
final class ContentSeed {

  private final long seed;

  ContentSeed(List<Pair> pairs) {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Pair pair : pairs) {
      pair.input().putInto(hasher);
      pair.output().putInto(hasher);
    }
    this.seed = hasher.hash().asLong();
  }

  /** For what is drawn once for the puzzle. */
  Random random() {
    return new Random(seed);
  }

  /** For one use of one item. */
  Random random(Item item, String use) {
    return random(item.grids(), use);
  }

  /** For one use of some grids. */
  Random random(Collection<Grid> grids, String use) {
    Hasher hasher = Hashing.sha256().newHasher().putLong(seed).putUnencodedChars(use);
    grids.forEach(grid -> grid.putInto(hasher));
    return new Random(hasher.hash().asLong());
  }
}
