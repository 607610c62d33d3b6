package dev.seal;

import dev.seal.api.Score;
import dev.seal.api.Selection;
import java.util.List;

/** Applies a {@link Selection}. */
final class Choosing {

  private Choosing() {}

  static <T> List<Candidate> from(InputResult<T> result, Selection selection) {
    List<Candidate> best = result.best().map(List::of).orElse(List.of());
    return switch (selection) {
      case BEST -> best;
      case BEST_WITH_GAIN -> above(best, result.frozen().mean());
      case ALL_ABOVE_FROZEN -> above(result.candidates(), result.frozen().mean());
      case ALL_CORRECT ->
          result.candidates().stream().filter(candidate -> mean(candidate) == 1).toList();
    };
  }

  private static List<Candidate> above(List<Candidate> candidates, double mark) {
    return candidates.stream().filter(candidate -> mean(candidate) > mark).toList();
  }

  // Marks are from 0 on, so that of a rejected candidate is below them all.
  private static double mean(Candidate candidate) {
    return candidate.score().map(Score::mean).orElse(-1.0);
  }
}
