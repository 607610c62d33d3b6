package dev.seal.lora.internal.batch;

import com.google.common.primitives.Longs;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.script.NativeCall;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Rows of tokens laid out one after another for one native call, rows of the same adapter together
 * and rows without adapter last. The maps between tokens and padded slots are those that the script
 * calls {@code pack} and {@code slot}.
 */
public final class Batch {

  /** What an adapter's number is in a row without one. */
  public static final int NO_ADAPTER = -1;

  /**
   * A row.
   *
   * @param tokens its tokens, at least one
   * @param adapter the number of its adapter in the bank, or {@link #NO_ADAPTER}
   * @param start the position of its first token
   */
  public record Row(TokenIds tokens, int adapter, int start) {}

  private final long[] ids;
  private final long[] positions;
  private final long[] rowOfToken;
  private final Padding attention;
  private final Padding lora;
  private final int rows;
  private final int adapted;
  private final int[] firstToken;

  /**
   * Lays out rows.
   *
   * @param rows the rows, at least one
   * @param adapters the number of adapters in the bank
   */
  public Batch(List<Row> rows, int adapters) {
    int count = rows.size();
    int[] order =
        IntStream.range(0, count)
            .boxed()
            .sorted(Comparator.comparingInt(i -> place(rows.get(i).adapter())))
            .mapToInt(Integer::intValue)
            .toArray();
    int tokens = rows.stream().mapToInt(row -> row.tokens().size()).sum();
    this.rows = count;
    ids = new long[tokens];
    positions = new long[tokens];
    rowOfToken = new long[tokens];
    firstToken = new int[count];
    int[] rowLengths = new int[count];
    int[] adapterLengths = new int[adapters];
    int at = 0;
    int withAdapter = 0;
    for (int nth = 0; nth < count; nth++) {
      Row row = rows.get(order[nth]);
      firstToken[order[nth]] = at;
      rowLengths[nth] = row.tokens().size();
      if (row.adapter() != NO_ADAPTER) {
        adapterLengths[row.adapter()] += row.tokens().size();
        withAdapter += row.tokens().size();
      }
      for (int i = 0; i < row.tokens().size(); i++) {
        ids[at] = row.tokens().get(i);
        positions[at] = (long) row.start() + i;
        rowOfToken[at] = order[nth];
        at++;
      }
    }
    adapted = withAdapter;
    attention = new Padding(rowLengths);
    lora = new Padding(adapterLengths);
  }

  /** Adds the arguments {@code ids} and {@code positions}, (M). */
  public void addTokens(NativeCall call) {
    call.add(ids).add(positions);
  }

  /**
   * Adds the argument {@code rows}, (M): each token's row in the cache.
   *
   * @param places the row in the cache of each row of the list
   */
  public void addRows(NativeCall call, long[] places) {
    call.add(Arrays.stream(rowOfToken).map(row -> places[(int) row]).toArray());
  }

  /**
   * Adds the arguments {@code order} and {@code sizes} of rows of one token each. order: the row
   * that each token stands in and the token of each row, both left out where they are the same,
   * then {@code pack} and {@code slot} of adapters. sizes: how many values of {@code order} each of
   * the two kinds has, tokens with an adapter, then further numbers.
   */
  public void addOrder(NativeCall call, long... further) {
    boolean same = IntStream.range(0, rows).allMatch(row -> firstToken[row] == row);
    long[] each = same ? new long[0] : rowOfToken;
    long[] back = same ? new long[0] : Arrays.stream(firstToken).asLongStream().toArray();
    call.add(Longs.concat(each, back, lora.pack, lora.slot))
        .addHost(Longs.concat(new long[] {each.length, lora.pack.length, adapted}, further));
  }

  /** Adds the arguments {@code pack} and {@code slot} of attention, then those of adapters. */
  public void addPadding(NativeCall call) {
    addAttentionPadding(call);
    call.add(lora.pack).add(lora.slot);
  }

  /** Adds the arguments {@code pack} and {@code slot} of attention. */
  public void addAttentionPadding(NativeCall call) {
    call.add(attention.pack).add(attention.slot);
  }

  /** How many positions the adapters' products have, padding included. */
  public int adapterSlots() {
    return lora.pack.length == 0 ? adapted : lora.pack.length;
  }

  /**
   * Adds the argument {@code sizes}.
   *
   * @param caching 0: no cache, 1: written, 2: written and read
   * @param length the longest row in the cache
   */
  public void addSizes(NativeCall call, int caching, int length) {
    call.addHost(new long[] {rows, adapted, caching, length});
  }

  /** Where in the batch a row's token stands. */
  public int token(int row, int position) {
    return firstToken[row] + position;
  }

  /** Where in the batch each row's last token stands, in the order of the list of rows. */
  public long[] lastTokens(List<Row> list) {
    long[] last = new long[list.size()];
    Arrays.setAll(last, row -> firstToken[row] + list.get(row).tokens().size() - 1L);
    return last;
  }

  /** What rows are ordered by: adapters by number, no adapter last. */
  public static int place(int adapter) {
    return adapter == NO_ADAPTER ? Integer.MAX_VALUE : adapter;
  }
}
