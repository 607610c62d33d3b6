package dev.seal.lora.internal.batch;

import java.util.Arrays;

/**
 * The maps between tokens that stand one after another in groups, and groups padded to the longest.
 */
final class Padding {

  /** For each padded slot its token (padding: token 0); empty where nothing is padded. */
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
      int token = 0;
      for (int group = 0; group < lengths.length; group++) {
        for (int i = 0; i < lengths[group]; i++) {
          int place = group * longest + i;
          pack[place] = token;
          slot[token] = place;
          token++;
        }
      }
    }
  }
}
