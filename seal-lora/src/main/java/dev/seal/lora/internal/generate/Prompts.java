package dev.seal.lora.internal.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.generate.PromptGroup.Start;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Runs the prompts of requests that come in and draws their first tokens. A prompt that several
 * share goes through the model once, and so does what different prompts begin with. To be used
 * under the module's lock.
 */
final class Prompts {

  private final NativeModule module;
  private final int batchTokens;

  /** Tokens to be run, and the row of the cache that they stand in, from a position on. */
  private record Part(TokenIds tokens, int adapter, int start, long place) {}

  Prompts(NativeModule module, int batchTokens) {
    this.module = module;
    this.batchTokens = batchTokens;
  }

  /** Fills the requests' rows of the cache and draws their first tokens. */
  void run(List<DecodingRow> entering, KeyValueCache cache, AdapterBank bank) {
    long[] places = cache.places(entering);
    Map<Start, Integer> numbers = new LinkedHashMap<>(); // of the first request with each prompt
    int[] leader = new int[places.length];
    for (int i = 0; i < places.length; i++) {
      DecodingRow row = entering.get(i);
      Start start = new Start(row.prompt(), bank.number(row.request().adapter()));
      numbers.putIfAbsent(start, i);
      leader[i] = Objects.requireNonNull(numbers.get(start));
    }
    List<PromptGroup> groups = PromptGroup.of(numbers.keySet());
    List<Part> prefixes = new ArrayList<>();
    List<Part> whole = new ArrayList<>();
    List<Part> rests = new ArrayList<>();
    List<Long> from = new ArrayList<>();
    List<Long> to = new ArrayList<>();
    for (PromptGroup group : groups) {
      long first = places[Objects.requireNonNull(numbers.get(group.members().get(0)))];
      int shared = group.shared();
      if (shared > 0) {
        prefixes.add(part(group.members().get(0), 0, shared, first));
      }
      for (Start start : group.members()) {
        long place = places[Objects.requireNonNull(numbers.get(start))];
        (shared > 0 ? rests : whole).add(part(start, shared, start.prompt().size(), place));
        if (shared > 0 && place != first) {
          from.add(first);
          to.add(place);
        }
      }
    }
    try (NDManager scope = module.newScope()) {
      runAll(prefixes, bank, false, scope);
      cache.copy(
          longs(from),
          longs(to),
          prefixes.stream().mapToInt(p -> p.tokens().size()).max().orElse(0));
      whole.addAll(rests);
      List<NDArray> logits = runAll(whole, bank, true, scope);
      long[] which = new long[places.length]; // the logits of each request
      List<Long> leaders = whole.stream().map(Part::place).toList();
      from.clear();
      to.clear();
      for (int i = 0; i < places.length; i++) {
        long place = places[leader[i]];
        which[i] = leaders.indexOf(place);
        if (place != places[i]) {
          from.add(place);
          to.add(places[i]);
        }
      }
      cache.copy(
          longs(from),
          longs(to),
          entering.stream().mapToInt(row -> row.prompt().size()).max().orElse(0));
      try (NativeCall call = module.call("first")) {
        call.add(logits).add(which);
        Draws.add(call, entering, 1);
        Draws.take(entering, call.run().get(0).toLongArray());
      }
    }
  }

  private static Part part(Start start, int from, int to, long place) {
    int[] tokens = Arrays.copyOfRange(start.prompt().toArray(), from, to);
    return new Part(TokenIds.of(tokens), start.adapter(), from, place);
  }

  // The logits (rows, V) behind each part, in pieces, where they are asked for.
  private List<NDArray> runAll(List<Part> parts, AdapterBank bank, boolean asked, NDManager scope) {
    List<NDArray> pieces = new ArrayList<>();
    int from = 0;
    while (from < parts.size()) {
      int to = from;
      int tokens = 0;
      while (to < parts.size()
          && (to == from || tokens + parts.get(to).tokens().size() <= batchTokens)) {
        tokens += parts.get(to).tokens().size();
        to++;
      }
      NDArray logits = run(parts.subList(from, to), bank, asked, scope);
      if (asked) {
        pieces.add(logits);
      }
      from = to;
    }
    return pieces;
  }

  private NDArray run(List<Part> parts, AdapterBank bank, boolean asked, NDManager scope) {
    List<Batch.Row> rows = new ArrayList<>();
    int length = 0;
    boolean further = false;
    for (Part part : parts) {
      rows.add(new Batch.Row(part.tokens(), part.adapter(), part.start()));
      length = Math.max(length, part.start() + part.tokens().size());
      further |= part.start() > 0;
    }
    Batch batch = new Batch(rows, bank.size());
    try (NativeCall call = module.call("logits")) {
      batch.addTokens(call);
      batch.addRows(call, parts.stream().mapToLong(Part::place).toArray());
      batch.addPadding(call);
      batch.addSizes(call, further ? 2 : 1, length);
      NDArray logits = call.add(asked ? batch.lastTokens(rows) : new long[0]).run().get(0);
      logits.attach(scope);
      return logits;
    }
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(Long::longValue).toArray();
  }
}
