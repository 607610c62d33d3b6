package dev.seal.lora.internal.train;

import com.google.common.math.LongMath;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/**
 * Who is trained together, as a function of the plans and the settings alone: how many plans are in
 * the bank, and which of them share a native call.
 */
final class Cut {

  private Cut() {}

  /** Plans that stand one behind the other in the bank. */
  record Range(int from, int to) {

    int size() {
      return to - from;
    }

    /** Both halves of a range of two plans or more. */
    List<Range> halves() {
      int middle = (from + to) >>> 1;
      return List.of(new Range(from, middle), new Range(middle, to));
    }
  }

  /**
   * How many tokens the batches of the plans in the bank should have together on average: at most
   * the budget, and such that no small rest of the plans is left to be trained alone.
   *
   * @param tokens what the batches of all plans have together on average
   */
  static long fill(long tokens, int batchTokens) {
    long turns = Math.max(1, LongMath.divide(tokens, batchTokens, RoundingMode.CEILING));
    return LongMath.divide(tokens, turns, RoundingMode.CEILING);
  }

  /**
   * Cuts plans into as few ranges as the budget allows, about equally full. A batch that is larger
   * than the budget makes a range of its own.
   *
   * @param tokens of each plan's next batch
   */
  static List<Range> ranges(List<Integer> tokens, int batchTokens) {
    long rest = tokens.stream().mapToLong(Integer::longValue).sum();
    long fill = fill(rest, batchTokens);
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    int sum = 0;
    for (int i = 0; i < tokens.size(); i++) {
      int next = tokens.get(i);
      // To the even share of the rest, and over it by the half of a batch at most.
      boolean full = sum + next > batchTokens || sum + next / 2 > fill;
      if (i > from && full) {
        ranges.add(new Range(from, i));
        from = i;
        rest -= sum;
        fill = fill(rest, batchTokens);
        sum = 0;
      }
      sum += next;
    }
    ranges.add(new Range(from, tokens.size()));
    return ranges;
  }
}
