package dev.seal;

import dev.seal.api.Question;
import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.task.Task;
import dev.seal.internal.loop.Adapted;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of one input: the model before, every candidate, and which of them is best. Immutable
 * and safe for use by several threads, as is all that it gives.
 *
 * @param <T> one thing to learn
 */
public sealed class InputResult<T> permits Adaptation {

  final Adapted<T> adapted;
  private final List<Candidate> candidates;

  InputResult(Adapted<T> adapted) {
    this.adapted = adapted;
    this.candidates = adapted.outcomes().stream().map(Candidate::new).toList();
  }

  /**
   * What was learned.
   *
   * @return the input
   */
  public T input() {
    return adapted.subject().input();
  }

  /**
   * A few words that name the input.
   *
   * @return the task's words, without quotation marks
   */
  public String description() {
    return adapted.subject().description();
  }

  /**
   * The questions that were asked: the input's own, or those that the model wrote for an input
   * without any.
   *
   * @return an unmodifiable list; empty where a {@linkplain Reward#proxy() proxy} made the rewards
   */
  public List<Question> questions() {
    return adapted.subject().questions();
  }

  /**
   * The marks of the model as it is, without the input in view.
   *
   * @return the marks in the questions' order
   * @throws IllegalStateException if a {@linkplain Reward#proxy() proxy} made the rewards, so that
   *     nothing was asked
   */
  public Score frozen() {
    return adapted
        .frozen()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "there are no marks for \""
                        + adapted.subject().description()
                        + "\", because the proxy reward asks no questions; use a reward that"
                        + " trains"));
  }

  /**
   * The answers of the model as it is.
   *
   * @return an unmodifiable list in the questions' order
   */
  public List<String> frozenAnswers() {
    return adapted.frozenAnswers();
  }

  /**
   * What was answered: by the best candidate, or by the model as it is where there is none.
   *
   * @return an unmodifiable list in the questions' order
   */
  public List<String> answers() {
    return best().map(Candidate::answers).orElseGet(this::frozenAnswers);
  }

  /**
   * All candidates, rejected ones among them.
   *
   * @return an unmodifiable list in the order of their numbers; empty for {@link Method#frozen()}
   */
  public List<Candidate> candidates() {
    return candidates;
  }

  /**
   * The candidate with the highest reward; among equal ones the seed decides. It need not be better
   * than the model as it is: see {@link #reward()}.
   *
   * @return the candidate, or empty where all were rejected or there is none
   */
  public Optional<Candidate> best() {
    return adapted.best().isPresent()
        ? Optional.of(candidates.get(adapted.best().getAsInt()))
        : Optional.empty();
  }

  /**
   * The reward of {@link #best()}.
   *
   * @return a finite number, or empty where there is no best candidate
   */
  public OptionalDouble reward() {
    return best().map(Candidate::reward).orElseGet(OptionalDouble::empty);
  }

  /**
   * What the method reaches on this input: the mean, over the candidates, of their mean marks. A
   * rejected candidate counts as the task says ({@link Task#scoreOfRejected}): for passages with
   * the frozen model's mean mark, as someone without its adapter would use that. Without candidates
   * it is the frozen model's mean mark.
   *
   * @return a number from 0 to 1
   */
  public double accuracy() {
    double frozen = frozen().mean();
    double rejected = adapted.rejected().map(Score::mean).orElse(frozen);
    return candidates.stream()
        .mapToDouble(candidate -> candidate.score().map(Score::mean).orElse(rejected))
        .average()
        .orElse(frozen);
  }

  /**
   * The mean mark of {@link #best()}, which is optimistic: the questions that were asked chose it.
   * A best-of-k oracle, in the paper's words.
   *
   * @return a number from 0 to 1; the frozen model's mean mark where there is no best candidate
   */
  public double bestAccuracy() {
    return best().flatMap(Candidate::score).map(Score::mean).orElseGet(() -> frozen().mean());
  }

  /**
   * How many candidates were rejected, for an unusable self-edit or for training that failed.
   *
   * @return 0 or more
   */
  public int rejected() {
    return (int) candidates.stream().filter(c -> c.rejection().isPresent()).count();
  }

  /**
   * How long each phase took. Inputs that were adapted together share their batches, so this is the
   * time of all of them together, the same in each of their Adaptations; do not add it up over
   * them. Writing questions counts in an {@link Adaptation}, and otherwise in {@link
   * Evaluation#times()} only.
   *
   * @return an unmodifiable map; a phase that the method skips has no entry
   */
  public Map<Phase, Duration> times() {
    return adapted.times();
  }

  /**
   * Tokens that went through the model in training this input's candidates, counted once a visit,
   * without padding.
   *
   * @return 0 or more
   */
  public long trainedTokens() {
    return candidates.stream().mapToLong(Candidate::trainedTokens).sum();
  }

  /**
   * Optimizer steps in training this input's candidates.
   *
   * @return 0 or more
   */
  public long optimizerSteps() {
    return candidates.stream().mapToLong(Candidate::optimizerSteps).sum();
  }

  @Override
  public String toString() {
    return adapted.subject().description()
        + adapted.frozen().map(marks -> ": frozen " + marks.mean() + ", ").orElse(": ")
        + best().map(Candidate::toString).orElse("no best candidate")
        + ", "
        + rejected()
        + " of "
        + candidates.size()
        + " rejected";
  }
}
