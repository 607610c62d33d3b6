package dev.seal.lora.internal.checkpoint;

import static java.util.Comparator.comparingDouble;
import static java.util.Comparator.comparingInt;

import dev.seal.api.UnsupportedModelException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * The merges of a SentencePiece vocabulary of the kind BPE. SentencePiece keeps none: it joins
 * whichever two neighbours make the piece of the highest score. Each way to make a piece of two
 * others becomes a merge, in the order of the scores and, within a piece, longer left parts first,
 * as Hugging Face's converter has them.
 */
final class SentencePieceMerges {

  private static final Comparator<Merge> ORDER =
      comparingDouble((Merge merge) -> -merge.score)
          .thenComparing(comparingInt((Merge merge) -> -length(merge.left)))
          .thenComparing(comparingInt((Merge merge) -> -length(merge.right)));

  private record Merge(String left, String right, double score) {}

  private SentencePieceMerges() {}

  /**
   * The merges, first to last, each with a space between its halves.
   *
   * @param file the file, as messages name it
   * @param scores the scores of the ordinary pieces
   */
  static List<String> of(String file, Map<String, Double> scores) {
    List<Merge> merges = new ArrayList<>();
    scores.forEach(
        (piece, score) -> {
          for (int cut = 1; cut < piece.length(); cut++) {
            String left = piece.substring(0, cut);
            String right = piece.substring(cut);
            if (!Character.isLowSurrogate(piece.charAt(cut))
                && scores.containsKey(left)
                && scores.containsKey(right)) {
              merges.add(new Merge(left, right, score));
            }
          }
        });
    requireRanks(file, merges);
    merges.sort(ORDER);
    return merges.stream().map(merge -> merge.left + " " + merge.right).toList();
  }

  /** In a vocabulary of the kind BPE the scores are negated ranks; no two pieces share one. */
  private static void requireRanks(String file, List<Merge> merges) {
    for (Merge merge : merges) {
      if (merge.score != Math.rint(merge.score)) {
        throw refused(
            file,
            "\"%s%s\" has the score %s, which is no rank: it seems to be a unigram vocabulary"
                .formatted(merge.left, merge.right, merge.score));
      }
    }
    if (merges.size() > 1
        && merges.stream().mapToDouble(Merge::score).distinct().limit(2).count() == 1
        && merges.stream().map(merge -> merge.left + merge.right).distinct().limit(2).count() > 1) {
      throw refused(file, "all tokens have the score " + merges.get(0).score);
    }
  }

  private static UnsupportedModelException refused(String file, String what) {
    return new UnsupportedModelException(
        "%s: %s, so the scores do not say how tokens are made of smaller ones; use the model's folder in Hugging Face layout, which has a tokenizer.json"
            .formatted(file, what));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
