package dev.seal.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one side decodes.
 *
 * @param prompt seconds until each row has its first token
 * @param tokensPerSecond tokens of all rows in a second, after their first
 */
record DecodeFigures(Spread prompt, Spread tokensPerSecond) {

  /** What a side's line holds. */
  private record Json(@Nullable Values promptS, @Nullable Values tokPerS) {}

  private record Values(double min, double median, double max) {

    Spread spread() {
      return new Spread(min, median, max);
    }
  }

  static DecodeFigures parse(String line, String source) {
    Json json = JsonFiles.parse(line, Json.class, source, "figures of decoding");
    if (json.promptS == null || json.tokPerS == null) {
      throw new IllegalArgumentException(
          source + " must have \"prompt_s\" and \"tok_per_s\", but is " + line);
    }
    return new DecodeFigures(json.promptS.spread(), json.tokPerS.spread());
  }

  Figures figures() {
    return new Figures()
        .put("prompt_s", prompt.figures())
        .put("tok_per_s", tokensPerSecond.figures());
  }
}
