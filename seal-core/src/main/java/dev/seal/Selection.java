package dev.seal;

import dev.seal.api.Score;
import java.util.List;
import java.util.Locale;

/**
 * Which self-edits of a round the model is fine-tuned on (paper, section 3.1, ReST-EM's filter).
 */
public enum Selection {

  /** The best candidate of each input, whatever it is worth: what the paper's code does. */
  BEST {
    @Override
    <T> List<Candidate> of(InputResult<T> result) {
      return result.best().map(List::of).orElse(List.of());
    }
  },

  /** The best candidate of each input, where its mean mark is above the frozen model's. */
  BEST_WITH_GAIN {
    @Override
    <T> List<Candidate> of(InputResult<T> result) {
      return BEST.of(result).stream().filter(candidate -> gains(result, candidate)).toList();
    }
  },

  /** All candidates whose mean mark is above the frozen model's: the paper's definition. */
  ALL_ABOVE_FROZEN {
    @Override
    <T> List<Candidate> of(InputResult<T> result) {
      return result.candidates().stream().filter(candidate -> gains(result, candidate)).toList();
    }
  };

  abstract <T> List<Candidate> of(InputResult<T> result);

  private static boolean gains(InputResult<?> result, Candidate candidate) {
    double frozen = result.frozen().mean();
    return candidate.score().map(Score::mean).filter(mean -> mean > frozen).isPresent();
  }

  /** The name in settings and reports, such as {@code best-with-gain}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
