package dev.seal.lora.internal.generate;

import dev.seal.api.model.Completion;
import dev.seal.api.model.FinishReason;
import dev.seal.api.model.GenerationRequest;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.text.ModelTokenizer;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One request while its completion is drawn. */
final class DecodingRow {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private final GenerationRequest request;
  private final ModelTokenizer tokenizer;
  private final TokenIds prompt;
  private final int room;
  private final long[] stops;
  private int[] drawn = new int[16];
  private int length;
  private @Nullable FinishReason reason;
  private @Nullable String stopped;

  /**
   * A row before its first token.
   *
   * @param room how many tokens fit behind the prompt
   * @param vocabularySize how many tokens there are
   */
  DecodingRow(
      GenerationRequest request,
      ModelTokenizer tokenizer,
      TokenIds prompt,
      int room,
      int vocabularySize) {
    this.request = request;
    this.tokenizer = tokenizer;
    this.prompt = prompt;
    this.room = Math.min(room, request.sampling().maxTokens());
    Set<Integer> ends = new TreeSet<>(tokenizer.endTokens());
    ends.addAll(request.sampling().stopTokens());
    stops = ends.stream().filter(i -> i >= 0 && i < vocabularySize).mapToLong(i -> i).toArray();
    if (request.sampling().minTokens() > 0 && stops.length == vocabularySize) {
      throw new IllegalArgumentException(
          "min tokens is "
              + request.sampling().minTokens()
              + ", but all "
              + vocabularySize
              + " tokens are stop tokens, so that none can be drawn; remove some");
    }
  }

  GenerationRequest request() {
    return request;
  }

  TokenIds prompt() {
    return prompt;
  }

  /** The most tokens that may be drawn. */
  int room() {
    return room;
  }

  /** How many more tokens may be drawn. */
  int left() {
    return room - length;
  }

  /** How many of these cannot be one of {@link #stops}. */
  int barred() {
    return Math.max(0, request.sampling().minTokens() - length);
  }

  /** The tokens of the vocabulary that end the completion. */
  long[] stops() {
    return stops;
  }

  boolean isDone() {
    return reason != null;
  }

  boolean isDiverged() {
    return reason == FinishReason.DIVERGED;
  }

  /** The last token drawn, or that of the prompt. */
  int lastToken() {
    return length == 0 ? prompt.get(prompt.size() - 1) : drawn[length - 1];
  }

  /** The position at which the last token stands. */
  int lastPosition() {
    return prompt.size() + length - 1;
  }

  /**
   * The uniform number in [0, 1) for a draw: a hash of the request's seed and the position.
   *
   * @param ahead 0: the next draw, 1: the one after it
   */
  float draw(int ahead) {
    long z = request.seed() + GOLDEN_GAMMA * (length + ahead + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) * 0x1.0p-24f;
  }

  /** Gives up, as there is nothing to draw from. */
  void diverged() {
    reason = FinishReason.DIVERGED;
  }

  /** Takes in the next token. */
  void accept(int token) {
    if (Arrays.binarySearch(stops, token) >= 0) {
      reason = FinishReason.END;
      return;
    }
    if (length == drawn.length) {
      drawn = Arrays.copyOf(drawn, 2 * length);
    }
    drawn[length++] = token;
    Sampling sampling = request.sampling();
    if (!sampling.stopStrings().isEmpty() && cutAtStop(sampling)) {
      reason = FinishReason.STOP;
    } else if (length == room) {
      reason = FinishReason.LENGTH;
    }
  }

  Completion completion() {
    if (reason == null) {
      throw new IllegalStateException("the completion is not finished");
    }
    TokenIds tokens = TokenIds.of(Arrays.copyOf(drawn, length));
    String text = stopped != null ? stopped : tokenizer.decode(tokens);
    return new Completion(text, tokens, reason, prompt.size());
  }

  private boolean cutAtStop(Sampling sampling) {
    // A stop string that is new stands at the end; a token gives at least a part of a character.
    int bytes = 4 * sampling.stopStrings().stream().mapToInt(String::length).max().orElse(0);
    int[] tail = Arrays.copyOfRange(drawn, Math.max(0, length - bytes - 1), length);
    String end = tokenizer.decode(TokenIds.of(tail));
    if (sampling.stopStrings().stream().noneMatch(end::contains)) {
      return false;
    }
    String text = tokenizer.decode(TokenIds.of(Arrays.copyOf(drawn, length)));
    int first = -1;
    for (String stop : sampling.stopStrings()) {
      int at = text.indexOf(stop);
      if (at >= 0 && (first < 0 || at < first)) {
        first = at;
      }
    }
    if (first < 0) {
      return false;
    }
    stopped = text.substring(0, first);
    return true;
  }
}
