package dev.seal.lora.internal.batch;

import java.util.Arrays;

/**
 * The maps between tokens that stand one after another in groups, and groups padded to the longest.
 *
 * @param pack for each padded slot its token (padding: token 0), empty where nothing is padded
 * @param slot for each token its slot, empty where nothing is padded
 */
record Padding(long[] pack, long[] slot) {

  private static final long[] NONE = {};

  static Padding of(int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElse(0);
    int tokens = Arrays.stream(lengths).sum();
    if (tokens == longest * lengths.length) {
      return new Padding(NONE, NONE);
    }
    long[] pack = new long[longest * lengths.length];
    long[] slot = new long[tokens];
    int token = 0;
    for (int group = 0; group < lengths.length; group++) {
      for (int i = 0; i < lengths[group]; i++) {
        int place = group * longest + i;
        pack[place] = token;
        slot[token] = place;
        token++;
      }
    }
    return new Padding(pack, slot);
  }
}
