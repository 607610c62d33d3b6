package dev.seal.lora.internal.generate;

import dev.seal.api.InputTooLongException;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.Completion;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.Progress;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.adapter.NativeAdapter;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.script.NativeModule;
import dev.seal.lora.internal.text.ModelTokenizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Draws completions of many requests. As many as the cache has room for are under way at once; when
 * some are done, others come in. Which run together depends on the requests, the options and what
 * is drawn, and on nothing else. To be used under the module's lock.
 */
public final class Generator {

  private static final int ADAPTERS_IN_BANK = 64;

  private final NativeModule module;
  private final ModelConfig config;
  private final ModelTokenizer tokenizer;
  private final int batchTokens;

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
    // Rows of an adapter come in together, so that a bank holds few adapters at once.
    List<DecodingRow> ordered = new ArrayList<>(rows);
    ordered.sort(
        Comparator.comparingInt(
            row -> {
              Adapter adapter = row.request().adapter();
              return adapter == null ? Integer.MAX_VALUE : places.getOrDefault(adapter, 0);
            }));
    int done = 0;
    while (done < ordered.size()) {
      List<DecodingRow> part = ordered.subList(done, end(ordered, done));
      int before = done;
      try (AdapterBank bank =
          new AdapterBank(module, config, part.stream().map(row -> row.request().adapter()))) {
        decode(part, bank, finished -> progress.update(before + finished, rows.size()));
      }
      done += part.size();
    }
    return rows.stream().map(DecodingRow::completion).toList();
  }

  /** How many requests of so many tokens are under way at once at most. */
  public static int rowsAtOnce(int tokens, int batchTokens) {
    return KeyValueCache.mostRows(tokens, batchTokens);
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
    return new DecodingRow(
        request,
        tokenizer,
        prompt,
        config.contextWindow() - prompt.size(),
        config.vocabularySize());
  }

  /** Where rows begin whose adapters find no room in a bank with those before. */
  private static int end(List<DecodingRow> rows, int from) {
    Set<Adapter> adapters = new HashSet<>();
    int to = from;
    while (to < rows.size()) {
      Adapter adapter = rows.get(to).request().adapter();
      if (adapter != null) {
        adapters.add(adapter);
      }
      if (adapters.size() > ADAPTERS_IN_BANK) {
        break;
      }
      to++;
    }
    return to;
  }

  /** Hears how many rows are finished. */
  private interface Finished {
    void update(int rows);
  }

  private void decode(List<DecodingRow> rows, AdapterBank bank, Finished finished) {
    Prompts prompts = new Prompts(module, batchTokens);
    Deque<DecodingRow> waiting = new ArrayDeque<>(rows);
    try (KeyValueCache cache = new KeyValueCache(module)) {
      int done = 0;
      while (done < rows.size()) {
        List<DecodingRow> entering = cache.admit(waiting, batchTokens);
        if (entering.isEmpty()) {
          DecodingSteps.run(module, cache, bank, !waiting.isEmpty());
        } else {
          prompts.run(entering, cache, bank);
        }
        cache.release(!waiting.isEmpty());
        done = (int) rows.stream().filter(DecodingRow::isDone).count();
        finished.update(done);
      }
    }
  }
}
