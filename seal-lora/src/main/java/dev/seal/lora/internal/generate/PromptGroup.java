package dev.seal.lora.internal.generate;

import dev.seal.api.model.TokenIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Prompts of one adapter whose first tokens are the same, and go through the model once.
 *
 * @param members the prompts
 * @param shared how many tokens they share; each has at least one more
 */
record PromptGroup(List<Start> members, int shared) {

  // Fewer tokens in common are not shared ...
  private static final int LEAST_SHARED = 8;
  // ... and the further pass that sharing takes must save so many tokens in all.
  private static final int LEAST_SAVED = 64;

  /** A prompt, and the number of the adapter that reads it. */
  record Start(TokenIds prompt, int adapter) {}

  /** Puts prompts into groups, in an order that depends on the prompts only. */
  static List<PromptGroup> of(Collection<Start> starts) {
    List<Start> ordered = new ArrayList<>(starts);
    ordered.sort(
        Comparator.comparingInt(Start::adapter)
            .thenComparing(start -> start.prompt().toArray(), Arrays::compare));
    List<PromptGroup> groups = new ArrayList<>();
    int first = 0;
    while (first < ordered.size()) {
      int end = first + 1;
      int shared = 0;
      while (end < ordered.size()) {
        int with = common(ordered.get(first), ordered.get(end));
        if (end - first > 1) {
          with = Math.min(with, shared);
        }
        // One more prompt may make what all share shorter, but not the whole less.
        if (with < LEAST_SHARED || with * (end - first) < shared * (end - first - 1)) {
          break;
        }
        shared = with;
        end++;
      }
      groups.add(new PromptGroup(List.copyOf(ordered.subList(first, end)), shared));
      first = end;
    }
    int saved = groups.stream().mapToInt(g -> (g.members().size() - 1) * g.shared()).sum();
    return saved >= LEAST_SAVED
        ? groups
        : ordered.stream().map(start -> new PromptGroup(List.of(start), 0)).toList();
  }

  private static int common(Start one, Start other) {
    if (one.adapter() != other.adapter()) {
      return 0;
    }
    int most = Math.min(one.prompt().size(), other.prompt().size()) - 1;
    int length = 0;
    while (length < most && one.prompt().get(length) == other.prompt().get(length)) {
      length++;
    }
    return length;
  }
}
