package dev.seal;

import dev.seal.api.event.Phase;
import dev.seal.internal.loop.Adapted;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What a method reaches over many inputs: the same as {@link Adaptation}s, but without adapters, so
 * that there is nothing to close. Means are over inputs, each input's mark being the mean over its
 * questions (paper, section 4). Immutable and safe for use by several threads.
 *
 * @param <T> one thing to learn
 */
public final class Evaluation<T> {

  private final List<InputResult<T>> results;
  private final List<T> withoutQuestions;
  private final Map<Phase, Duration> times;

  Evaluation(List<Adapted<T>> adapted, List<T> withoutQuestions, Map<Phase, Duration> times) {
    this.results = adapted.stream().<InputResult<T>>map(InputResult::new).toList();
    this.withoutQuestions = List.copyOf(withoutQuestions);
    this.times = Collections.unmodifiableMap(new EnumMap<>(times));
  }

  /**
   * What became of each input.
   *
   * @return an unmodifiable list in the inputs' order
   */
  public List<InputResult<T>> results() {
    return results;
  }

  /**
   * Inputs that had no questions, and for which the model wrote none that could be kept: they were
   * left out.
   *
   * @return an unmodifiable list
   */
  public List<T> withoutQuestions() {
    return withoutQuestions;
  }

  /**
   * The mean of {@link InputResult#accuracy()}: what the method reaches.
   *
   * @return the estimate
   * @throws IllegalStateException if there is no input left, or nothing was asked
   */
  public Estimate accuracy() {
    return estimate(InputResult::accuracy);
  }

  /**
   * The mean of the frozen model's marks on the same questions.
   *
   * @return the estimate
   * @throws IllegalStateException as {@link #accuracy()}
   */
  public Estimate frozen() {
    return estimate(result -> result.frozen().mean());
  }

  /**
   * The mean of {@link InputResult#bestAccuracy()}: the best-of-k oracle, which is optimistic.
   *
   * @return the estimate
   * @throws IllegalStateException as {@link #accuracy()}
   */
  public Estimate bestAccuracy() {
    return estimate(InputResult::bestAccuracy);
  }

  /**
   * The difference of this method from another one on the same inputs.
   *
   * @param other what the other method reaches
   * @return this less the other
   * @throws IllegalArgumentException if the inputs are not the same, in the same order
   * @throws IllegalStateException as {@link #accuracy()}
   */
  public Difference against(Evaluation<T> other) {
    if (!inputs().equals(other.inputs())) {
      throw new IllegalArgumentException(
          "methods can be compared on the same inputs only, but one has "
              + results.size()
              + " inputs and the other "
              + other.results.size()
              + ", and they differ; evaluate both on one list");
    }
    return Difference.between(accuracies(other), accuracies(this));
  }

  /**
   * This evaluation together with one of the same method on other inputs.
   *
   * @param other the other
   * @return both, this one's inputs first; times are added up
   */
  public Evaluation<T> and(Evaluation<T> other) {
    Map<Phase, Duration> sum = new EnumMap<>(Phase.class);
    sum.putAll(times);
    other.times.forEach((phase, time) -> sum.merge(phase, time, Duration::plus));
    return new Evaluation<>(
        Stream.concat(results.stream(), other.results.stream())
            .map(result -> result.adapted)
            .toList(),
        Stream.concat(withoutQuestions.stream(), other.withoutQuestions.stream()).toList(),
        sum);
  }

  private List<T> inputs() {
    return results.stream().map(InputResult::input).toList();
  }

  private static <T> List<Double> accuracies(Evaluation<T> evaluation) {
    return evaluation.results.stream().map(InputResult::accuracy).toList();
  }

  /**
   * The mean reward over all candidates that were not rejected.
   *
   * @return a finite number, or empty where there is no such candidate
   */
  public OptionalDouble reward() {
    return results.stream()
        .flatMap(result -> result.candidates().stream())
        .map(Candidate::reward)
        .filter(OptionalDouble::isPresent)
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  /**
   * How many candidates there were.
   *
   * @return 0 or more
   */
  public int candidates() {
    return results.stream().mapToInt(result -> result.candidates().size()).sum();
  }

  /**
   * How many of them were rejected; in means they count as the task says.
   *
   * @return 0 or more
   */
  public int rejected() {
    return results.stream().mapToInt(InputResult::rejected).sum();
  }

  /**
   * Tokens that all candidates were trained on, counted once a visit, without padding.
   *
   * @return 0 or more
   */
  public long trainedTokens() {
    return results.stream().mapToLong(InputResult::trainedTokens).sum();
  }

  /**
   * Optimizer steps in training all candidates.
   *
   * @return 0 or more
   */
  public long optimizerSteps() {
    return results.stream().mapToLong(InputResult::optimizerSteps).sum();
  }

  /**
   * How long each phase took; what was recorded in a {@link RunFolder} counts with the time it took
   * then.
   *
   * @return an unmodifiable map; a phase that the method skips has no entry
   */
  public Map<Phase, Duration> times() {
    return times;
  }

  private Estimate estimate(ToDoubleFunction<InputResult<T>> value) {
    if (results.isEmpty()) {
      throw new IllegalStateException(
          "there is nothing to measure, as none of the "
              + withoutQuestions.size()
              + " inputs has a question; give them questions with their answers");
    }
    return Estimate.of(results.stream().map(result -> value.applyAsDouble(result)).toList());
  }

  @Override
  public String toString() {
    return results.size()
        + " inputs, "
        + candidates()
        + " candidates, "
        + rejected()
        + " rejected, mean reward "
        + (reward().isPresent() ? reward().getAsDouble() : "none");
  }
}
