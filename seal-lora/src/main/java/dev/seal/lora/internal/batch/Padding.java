package dev.seal.lora.internal.batch;

import java.util.Arrays;

/**
 * The maps between tokens that stand one after another in groups, and groups padded to the longest.
 */
final class Padding {

  /**
   * For each padded slot its token (padding: the group's first token); empty where nothing is
   * padded.
   */
  final long[] pack;

  /** For each token its slot; empty where nothing is padded. */
  final long[] slot;

  /** The maps of groups of these lengths. */
  Padding(int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElse(0);
    int tokens = Arrays.stream(lengths).sum();
    boolean padded = tokens < longest * lengths.length;
    pack = new long[padded ? longest * lengths.length : 0];
    slot = new long[padded ? tokens : 0];
    if (padded) {
      int first = 0;
      for (int group = 0; group < lengths.length; group++) {
        // Padding repeats a token of its own group: a gradient that is no number times the zero of
        // padding is no number, and would reach another group's token.
        Arrays.fill(pack, group * longest, (group + 1) * longest, Math.min(first, tokens - 1));
        for (int i = 0; i < lengths[group]; i++) {
          int token = first + i;
          int place = group * longest + i;
          pack[place] = token;
          slot[token] = place;
        }
        first += lengths[group];
      }
    }
  }
}
