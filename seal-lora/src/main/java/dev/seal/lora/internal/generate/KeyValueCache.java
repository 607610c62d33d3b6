package dev.seal.lora.internal.generate;

import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The script's cache of keys and values. Its rows are lent to requests, which come and go; it is
 * made anew only where rows or their lengths do not suffice, or most stand empty. To be used under
 * the module's lock.
 */
final class KeyValueCache implements AutoCloseable {

  private static final int MOST_ROWS = 64;
  // Rows may take up so many batches' worth of tokens ...
  private static final int BATCHES = 32;
  // ... if they draw this many tokens; the cache grows for those that draw more.
  private static final int EXPECTED_DRAWS = 256;

  private final NativeModule module;
  private List<@Nullable DecodingRow> rows = new ArrayList<>();
  private int capacity;

  /** A cache without rows. */
  KeyValueCache(NativeModule module) {
    this.module = module;
  }

  /** How many rows of so many tokens there may be at most. */
  static int mostRows(int tokens, int batchTokens) {
    long budget = (long) BATCHES * batchTokens;
    return (int) Math.max(1, Math.min(MOST_ROWS, budget / tokens));
  }

  /** The request in each row, null where a row stands empty. */
  List<@Nullable DecodingRow> rows() {
    return rows;
  }

  /**
   * Lends rows to as many waiting requests as there is room for, in their order.
   *
   * @return those that came in
   */
  List<DecodingRow> admit(Deque<DecodingRow> waiting, int batchTokens) {
    List<DecodingRow> all = new ArrayList<>(live());
    List<DecodingRow> entering = new ArrayList<>();
    int longest = all.stream().mapToInt(KeyValueCache::expected).max().orElse(0);
    while (!waiting.isEmpty()) {
      int with = Math.max(longest, expected(waiting.getFirst()));
      if (all.size() >= mostRows(with, batchTokens)) {
        break;
      }
      longest = with;
      DecodingRow next = waiting.removeFirst();
      entering.add(next);
      all.add(next);
    }
    if (!entering.isEmpty()) {
      if (all.size() > rows.size() || longest > capacity) {
        resize(all.size(), longest);
      }
      entering.forEach(row -> rows.set(rows.indexOf(null), row));
    }
    return entering;
  }

  /** Takes rows back from requests that are done, and gives up most rows if most stand empty. */
  void release(boolean moreWait) {
    long[] damaged = places(rows.stream().filter(row -> row != null && row.isDiverged()).toList());
    if (damaged.length > 0) {
      try (NativeCall call = module.call("clear_rows")) {
        call.add(damaged).run();
      }
    }
    rows.replaceAll(row -> row == null || row.isDone() ? null : row);
    int live = live().size();
    if (!moreWait && live > 0 && 2 * live <= rows.size()) {
      resize(live, capacity);
    }
  }

  /** Makes sure that every row has room for so many tokens, at most what one of them may need. */
  void reserve(int tokens) {
    if (tokens > capacity) {
      int most = live().stream().mapToInt(row -> row.prompt().size() + row.room()).max().orElse(0);
      resize(rows.size(), Math.min(most, Math.max(tokens, 2 * capacity)));
    }
  }

  /** The rows that requests stand in. */
  long[] places(List<DecodingRow> requests) {
    return requests.stream().mapToLong(rows::indexOf).toArray();
  }

  /** Copies the first tokens of rows to other rows. */
  void copy(long[] source, long[] target, int length) {
    if (source.length > 0) {
      try (NativeCall call = module.call("copy_rows")) {
        call.add(source).add(target).addHost(new long[] {length}).run();
      }
    }
  }

  /** Frees the memory. */
  @Override
  public void close() {
    try (NativeCall call = module.call("close_cache")) {
      call.addDevice().run();
    }
  }

  private List<DecodingRow> live() {
    return rows.stream().filter(Objects::nonNull).toList();
  }

  private void resize(int count, int tokens) {
    List<DecodingRow> kept = live();
    try (NativeCall call = module.call("resize_cache")) {
      call.add(places(kept)).addHost(new long[] {count, tokens}).run();
    }
    List<@Nullable DecodingRow> resized = new ArrayList<>(kept);
    resized.addAll(Collections.nCopies(count - kept.size(), null));
    rows = resized;
    capacity = tokens;
  }

  /** The tokens that a row is given room for at first. */
  private static int expected(DecodingRow row) {
    int drawn = Math.max(Math.min(EXPECTED_DRAWS, row.room()), row.room() - row.left());
    return row.prompt().size() + drawn;
  }
}
