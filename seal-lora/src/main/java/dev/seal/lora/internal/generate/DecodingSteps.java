package dev.seal.lora.internal.generate;

import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.adapter.AdapterBank;
import dev.seal.lora.internal.batch.Batch;
import dev.seal.lora.internal.script.NativeCall;
import dev.seal.lora.internal.script.NativeModule;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Further tokens of all rows of a cache: several steps in one native call. */
final class DecodingSteps {

  private static final int STEPS = 48;
  // Rows that are done stand still until requests that wait can come in.
  private static final int STEPS_BEFORE_OTHERS = 16;
  // Stop strings are looked for between calls; what is drawn behind one is drawn in vain.
  private static final int STEPS_BEFORE_STOP_STRINGS = 4;
  private static final Batch.Row EMPTY = new Batch.Row(TokenIds.of(0), Batch.NO_ADAPTER, 0);

  private DecodingSteps() {}

  static void run(NativeModule module, KeyValueCache cache, AdapterBank bank, boolean othersWait) {
    List<DecodingRow> live = cache.rows().stream().filter(Objects::nonNull).toList();
    int steps = othersWait ? STEPS_BEFORE_OTHERS : STEPS;
    if (live.stream().anyMatch(row -> !row.request().sampling().stopStrings().isEmpty())) {
      steps = STEPS_BEFORE_STOP_STRINGS;
    }
    steps = Math.min(steps, live.stream().mapToInt(DecodingRow::left).max().orElse(0));
    int length = 0;
    int needed = 0;
    boolean sampled = false;
    for (DecodingRow row : live) {
      length = Math.max(length, row.lastPosition() + 1);
      needed = Math.max(needed, row.lastPosition() + Math.min(steps, row.left()));
      sampled |= row.request().sampling().temperature() > 0;
    }
    cache.reserve(needed);
    List<Batch.Row> tokens = new ArrayList<>();
    for (DecodingRow row : cache.rows()) {
      tokens.add(
          row == null
              ? EMPTY
              : new Batch.Row(
                  TokenIds.of(row.lastToken()),
                  bank.number(row.request().adapter()),
                  row.lastPosition()));
    }
    Batch batch = new Batch(tokens, bank.size());
    List<@Nullable DecodingRow> ordered = new ArrayList<>(Collections.nCopies(tokens.size(), null));
    for (int place = 0; place < tokens.size(); place++) {
      ordered.set(batch.token(place, 0), cache.rows().get(place));
    }
    try (NativeCall call = module.call("decode")) {
      Draws.add(call, ordered, steps);
      batch.addOrder(call, length, steps, sampled ? 1 : 0);
      Draws.take(ordered, call.run().get(0).toLongArray());
    }
  }
}
