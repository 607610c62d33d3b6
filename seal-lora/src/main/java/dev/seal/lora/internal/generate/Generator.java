package dev.seal.lora.internal.generate;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.seal.api.EngineException;
import dev.seal.api.InputTooLongException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.Progress;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import dev.seal.lora.internal.text.ModelTokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Draws completions of many requests, wave by wave. In a wave every distinct prompt goes through
 * the model once, then one token a request a native call. To be used under the module's lock.
 */
public final class Generator {

  private static final int ROWS_IN_WAVE = 64;
  // Rows of a wave may take up so many batches' worth of tokens in the cache ...
  private static final int BATCHES_IN_CACHE = 32;
  // ... if they draw this many tokens; the cache grows for those that draw more.
  private static final int EXPECTED_DRAWS = 256;

  private final NativeModule module;
  private final ModelConfig config;
  private final ModelTokenizer tokenizer;
  private final int batchTokens;

  /** What prompts must share to go through the model once. */
  private record Start(TokenIds prompt, int adapter) {}

  /** A generator for one model. */
  public Generator(
      NativeModule module, ModelConfig config, ModelTokenizer tokenizer, int batchTokens) {
    this.module = module;
    this.config = config;
    this.tokenizer = tokenizer;
    this.batchTokens = batchTokens;
  }

  /** See {@link dev.seal.api.model.LanguageModel#generate}. */
  public List<Completion> generate(List<GenerationRequest> requests, Progress progress) {
    module.pack();
    List<DecodingRow> rows = new ArrayList<>();
    Map<Adapter, Integer> places = new HashMap<>();
    for (GenerationRequest request : requests) {
      rows.add(row(request));
      Adapter adapter = request.adapter();
      if (adapter != null) {
        places.putIfAbsent(NativeAdapter.of(adapter, module), places.size());
      }
    }
    // Rows of an adapter share a wave, so that a wave's bank holds few adapters. A decoding step
    // takes
    // its rows in the order of the cache, which must be that of a batch: rows without adapter last.
    List<DecodingRow> ordered = new ArrayList<>(rows);
    ordered.sort(
        Comparator.comparingInt(
            row -> {
              Adapter adapter = row.request().adapter();
              return adapter == null ? Integer.MAX_VALUE : places.getOrDefault(adapter, 0);
            }));
    int done = 0;
    while (done < ordered.size()) {
      List<DecodingRow> wave = wave(ordered, done);
      int before = done;
      try (AdapterBank bank =
          new AdapterBank(module, config, wave.stream().map(row -> row.request().adapter()))) {
        decode(wave, bank, finished -> progress.update(before + finished, rows.size()));
      }
      done += wave.size();
    }
    return rows.stream().map(DecodingRow::completion).toList();
  }

  /** How many rows of so many tokens share a wave at most. */
  public static int rowsAtOnce(int tokens, int batchTokens) {
    long budget = (long) BATCHES_IN_CACHE * batchTokens;
    return (int) Math.max(1, Math.min(ROWS_IN_WAVE, budget / tokens));
  }

  private static int number(DecodingRow row, AdapterBank bank) {
    return bank.number(row.request().adapter());
  }

  private DecodingRow row(GenerationRequest request) {
    TokenIds prompt = tokenizer.encode(request.prompt());
    if (prompt.size() == 0) {
      throw new IllegalArgumentException("a prompt must have at least one token, but has none");
    }
    if (prompt.size() >= config.contextWindow()) {
      throw new InputTooLongException(
          "a prompt has "
              + prompt.size()
              + " tokens, which leaves no room in the model's window of "
              + config.contextWindow()
              + "; shorten it");
    }
    return new DecodingRow(request, tokenizer, prompt, config.contextWindow() - prompt.size());
  }

  private List<DecodingRow> wave(List<DecodingRow> rows, int from) {
    int longest = 1;
    int to = from;
    while (to < rows.size()) {
      DecodingRow row = rows.get(to);
      longest = Math.max(longest, row.prompt().size() + Math.min(EXPECTED_DRAWS, row.room()));
      if (to - from >= rowsAtOnce(longest, batchTokens)) {
        break;
      }
      to++;
    }
    return rows.subList(from, to);
  }

  /** Hears how many rows are finished. */
  private interface Finished {
    void update(int rows);
  }

  private void decode(List<DecodingRow> wave, AdapterBank bank, Finished finished) {
    Map<Start, Integer> starts = new LinkedHashMap<>();
    long[] startOf = new long[wave.size()];
    for (int i = 0; i < startOf.length; i++) {
      DecodingRow row = wave.get(i);
      Start start = new Start(row.prompt(), number(row, bank));
      starts.putIfAbsent(start, starts.size());
      startOf[i] = Objects.requireNonNull(starts.get(start));
    }
    int longest = wave.stream().mapToInt(row -> row.prompt().size()).max().orElse(0);
    int capacity =
        longest
            + Math.min(EXPECTED_DRAWS, wave.stream().mapToInt(DecodingRow::room).max().orElse(0));
    try (NDManager scope = module.newScope()) {
      List<NDArray> logits = prefill(List.copyOf(starts.keySet()), capacity, bank, scope);
      try (NativeCall call = module.call("select_rows")) {
        call.add(startOf).run();
      }
      draw(wave, logits, startOf);
      logits.forEach(NDArray::close);
      continueRows(new ArrayList<>(wave), wave.size(), capacity, bank, finished);
    } finally {
      try (NativeCall call = module.call("close_cache")) {
        call.addDevice().run();
      }
    }
  }

  // The logits (rows, V) after each start, in pieces, the cache filled with one row a start.
  private List<NDArray> prefill(
      List<Start> starts, int capacity, AdapterBank bank, NDManager scope) {
    try (NativeCall call = module.call("open_cache")) {
      call.addHost(new long[] {starts.size(), capacity}).run();
    }
    List<NDArray> pieces = new ArrayList<>();
    int from = 0;
    while (from < starts.size()) {
      List<Batch.Row> rows = new ArrayList<>();
      int tokens = 0;
      while (from + rows.size() < starts.size()) {
        Start start = starts.get(from + rows.size());
        tokens += start.prompt().size();
        if (tokens > batchTokens && !rows.isEmpty()) {
          break;
        }
        rows.add(new Batch.Row(start.prompt(), start.adapter(), 0));
      }
      Batch batch = new Batch(rows, bank.size());
      try (NativeCall call = module.call("logits")) {
        batch.addTokens(call);
        batch.addRows(call, from);
        batch.addPadding(call);
        batch.addSizes(call, 1, 0);
        NDArray logits = call.add(batch.lastTokens(rows)).run().get(0);
        logits.attach(scope);
        pieces.add(logits);
      }
      from += rows.size();
    }
    return pieces;
  }

  private void continueRows(
      List<DecodingRow> rows, int all, int capacity, AdapterBank bank, Finished finished) {
    int room = capacity;
    while (true) {
      List<DecodingRow> live = rows.stream().filter(row -> !row.isDone()).toList();
      finished.update(all - live.size());
      if (live.isEmpty()) {
        return;
      }
      if (live.size() < rows.size()) {
        try (NativeCall call = module.call("select_rows")) {
          call.add(live.stream().mapToLong(rows::indexOf).toArray()).run();
        }
        rows = live;
      }
      int length = rows.stream().mapToInt(DecodingRow::lastPosition).max().orElse(0) + 1;
      if (length > room) {
        int by = Math.min(room, config.contextWindow() - room);
        try (NativeCall call = module.call("grow_cache")) {
          call.addHost(new long[] {by}).run();
        }
        room += by;
      }
      step(rows, length, bank);
    }
  }

  private void step(List<DecodingRow> rows, int length, AdapterBank bank) {
    List<Batch.Row> tokens = new ArrayList<>();
    for (DecodingRow row : rows) {
      int adapter = number(row, bank);
      tokens.add(new Batch.Row(TokenIds.of(row.lastToken()), adapter, row.lastPosition()));
    }
    Batch batch = new Batch(tokens, bank.size());
    try (NativeCall call = module.call("logits")) {
      batch.addTokens(call);
      batch.addRows(call, 0);
      batch.addPadding(call);
      batch.addSizes(call, 2, length);
      NDArray logits = call.add(batch.lastTokens(tokens)).run().get(0);
      draw(rows, List.of(logits), new long[0]);
    }
  }

  // Draws the next token of each row from its logits: row i's are at which[i], or at i.
  private void draw(List<DecodingRow> rows, List<NDArray> logits, long[] which) {
    float[] draws = new float[rows.size()];
    float[] settings = new float[rows.size() * 3];
    for (int i = 0; i < draws.length; i++) {
      DecodingRow row = rows.get(i);
      draws[i] = row.draw();
      settings[3 * i] = (float) row.request().sampling().temperature();
      settings[3 * i + 1] = (float) row.request().sampling().topP();
      settings[3 * i + 2] = row.request().sampling().topK();
    }
    try (NativeCall call = module.call("sample")) {
      call.add(logits).add(which).add(draws, draws.length, 1).add(settings, draws.length, 3);
      long[] tokens = call.run().get(0).toLongArray();
      for (int i = 0; i < tokens.length; i++) {
        if (tokens[i] < 0) {
          if (rows.get(i).request().adapter() == null) {
            throw new EngineException(
                "the model's logits are not finite numbers; its weights are damaged, get them"
                    + " again");
          }
          rows.get(i).diverged();
          continue;
        }
        rows.get(i).accept((int) tokens[i]);
      }
    }
  }
}
