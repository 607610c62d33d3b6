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

    /** Of the tokens of all plans those of these. */
    int sum(List<Integer> tokens) {
      return tokens.subList(from, to).stream().mapToInt(Integer::intValue).sum();
    }

    /** Both halves of a range, or a range of one plan itself. */
    List<Range> halves() {
      int middle = (from + to) >>> 1;
      return middle == from
          ? List.of(this)
          : List.of(new Range(from, middle), new Range(middle, to));
    }
  }

  /**
   * How many tokens the batches of the plans in the bank should have together on average: at most
   * the budget, and such that no small rest of the plans is left to be trained alone.
   *
   * @param tokens what the batches of all plans have together on average
   */
  static long fill(long tokens, int batchTokens) {
    return fill(tokens, batchTokens, 1);
  }

  private static long fill(long tokens, int batchTokens, int leastShares) {
    long shares = LongMath.divide(tokens, batchTokens, RoundingMode.CEILING);
    return LongMath.divide(
        tokens, Math.max(Math.max(1, leastShares), shares), RoundingMode.CEILING);
  }

  /**
   * Cuts plans into ranges of about equally many tokens, and these into turns: the ranges of a turn
   * are trained side by side. There are as few turns as the budget allows, and in each as many
   * ranges as there are threads, if there are plans for them. A batch that is larger than the
   * budget makes a turn of its own.
   *
   * @param tokens of each plan's next batch
   * @param batchTokens how many tokens a turn has at most
   */
  static List<List<Range>> turns(List<Integer> tokens, int batchTokens, int threads) {
    List<List<Range>> turns = new ArrayList<>();
    for (Range turn : ranges(tokens, batchTokens, 1)) {
      List<Range> sideBySide = new ArrayList<>();
      for (Range range : ranges(tokens.subList(turn.from(), turn.to()), batchTokens, threads)) {
        sideBySide.add(new Range(turn.from() + range.from(), turn.from() + range.to()));
      }
      turns.add(sideBySide);
    }
    return turns;
  }

  // As few ranges as the budget allows, but no fewer than `least` if there are plans for them.
  private static List<Range> ranges(List<Integer> tokens, int batchTokens, int least) {
    long rest = tokens.stream().mapToLong(Integer::longValue).sum();
    List<Range> ranges = new ArrayList<>();
    int from = 0;
    int sum = 0;
    long fill = fill(rest, batchTokens, least);
    for (int i = 0; i < tokens.size(); i++) {
      int next = tokens.get(i);
      // To the even share of the rest, and over it by the half of a batch at most.
      boolean full = sum + next > batchTokens || sum + next / 2 > fill;
      if (i > from && full) {
        ranges.add(new Range(from, i));
        from = i;
        rest -= sum;
        fill = fill(rest, batchTokens, least - ranges.size());
        sum = 0;
      }
      sum += next;
    }
    ranges.add(new Range(from, tokens.size()));
    return ranges;
  }
}
