package dev.seal.lora.internal.generate;

import dev.seal.api.EngineException;
import dev.seal.api.model.Sampling;
import dev.seal.lora.internal.script.NativeCall;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the script is told about rows whose next tokens it draws, and what it says of them. */
final class Draws {

  private static final int NOT_FINITE = -1;
  private static final int STANDING_STILL = -2;
  private static final int NUMBERS = 4;
  private static final int SETTINGS = 3;

  private Draws() {}

  /**
   * Adds the arguments {@code state} and {@code chances}.
   *
   * @param rows the rows, null for one that stands empty
   * @param steps how many tokens are drawn for each at most
   */
  static void add(NativeCall call, List<@Nullable DecodingRow> rows, int steps) {
    int count = rows.size();
    int stops = rows.stream().mapToInt(row -> row == null ? 0 : row.stops().length).max().orElse(0);
    int width = NUMBERS + Math.max(1, stops);
    long[] state = new long[count * width];
    float[] chances = new float[count * (SETTINGS + steps)];
    for (int i = 0; i < count; i++) {
      DecodingRow row = rows.get(i);
      Arrays.fill(state, i * width + NUMBERS, (i + 1) * width, -1);
      if (row == null) {
        continue;
      }
      int at = i * width;
      state[at] = row.lastToken();
      state[at + 1] = row.lastPosition();
      state[at + 2] = row.left();
      state[at + 3] = row.barred();
      System.arraycopy(row.stops(), 0, state, at + NUMBERS, row.stops().length);
      Sampling sampling = row.request().sampling();
      int from = i * (SETTINGS + steps);
      chances[from] = (float) sampling.temperature();
      chances[from + 1] = (float) sampling.topP();
      chances[from + 2] = sampling.topK();
      for (int step = 0; step < steps; step++) {
        chances[from + SETTINGS + step] = row.draw(step);
      }
    }
    call.add(state, count, width).add(chances, count, SETTINGS + steps);
  }

  /** Gives rows the tokens that were drawn, (steps, rows). */
  static void take(List<@Nullable DecodingRow> rows, long[] tokens) {
    for (int i = 0; i < tokens.length; i++) {
      DecodingRow row = rows.get(i % rows.size());
      // Tokens behind a stop string are nobody's.
      if (row == null || row.isDone() || tokens[i] == STANDING_STILL) {
        continue;
      }
      if (tokens[i] != NOT_FINITE) {
        row.accept((int) tokens[i]);
      } else if (row.request().adapter() != null) {
        row.diverged();
      } else {
        throw new EngineException(
            "the model's logits are not finite numbers; its weights are damaged, get them again");
      }
    }
  }
}
