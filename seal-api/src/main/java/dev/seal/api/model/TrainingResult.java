package dev.seal.api.model;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one {@link TrainingPlan}: an adapter, or the reason why there is none. The adapter
 * is owned by whoever called for training.
 */
public final class TrainingResult {

  private final @Nullable Adapter adapter;
  private final @Nullable TrainingFailure failure;
  private final List<TrainingStep> steps;
  private final long trainedTokens;
  private final int splits;

  private TrainingResult(
      @Nullable Adapter adapter,
      @Nullable TrainingFailure failure,
      List<TrainingStep> steps,
      long trainedTokens,
      int splits) {
    this.adapter = adapter;
    this.failure = failure;
    this.steps = List.copyOf(steps);
    this.trainedTokens = trainedTokens;
    this.splits = splits;
  }

  /**
   * A plan that gave an adapter.
   *
   * @param adapter the adapter
   * @param steps what each optimizer step saw
   * @param trainedTokens tokens that went through the model, counted once a visit, without padding
   * @return the result
   */
  public static TrainingResult trained(
      Adapter adapter, List<TrainingStep> steps, long trainedTokens) {
    return new TrainingResult(adapter, null, steps, trainedTokens, 0);
  }

  /**
   * A plan that failed on its own, such as by a loss that is not a number.
   *
   * @param failure the reason
   * @param steps what each optimizer step saw before
   * @param trainedTokens tokens that went through the model until then
   * @return the result
   */
  public static TrainingResult failed(
      TrainingFailure failure, List<TrainingStep> steps, long trainedTokens) {
    return new TrainingResult(null, failure, steps, trainedTokens, 0);
  }

  /**
   * The same result, with what it cost.
   *
   * @param splits see {@link #splits()}
   * @return the result
   * @throws IllegalArgumentException if it is below 0
   */
  public TrainingResult withSplits(int splits) {
    if (splits < 0) {
      throw new IllegalArgumentException("splits must be >= 0, but was " + splits);
    }
    return new TrainingResult(adapter, failure, steps, trainedTokens, splits);
  }

  /**
   * The adapter.
   *
   * @return the adapter, or empty where the plan failed
   */
  public Optional<Adapter> adapter() {
    return Optional.ofNullable(adapter);
  }

  /**
   * The reason why there is no adapter.
   *
   * @return the reason, or empty where there is one
   */
  public Optional<TrainingFailure> failure() {
    return Optional.ofNullable(failure);
  }

  /**
   * What each optimizer step saw.
   *
   * @return an unmodifiable list, one entry per step done
   */
  public List<TrainingStep> steps() {
    return steps;
  }

  /**
   * Tokens that went through the model, counted once a visit, without padding.
   *
   * @return the number of tokens
   */
  public long trainedTokens() {
    return trainedTokens;
  }

  /**
   * How often a batch with this plan was cut in two and tried again because the device's memory ran
   * out. The adapter is the same beyond f32 rounding; the call took longer than it need, and a
   * smaller {@link EngineOptions#batchTokens()} spares it.
   *
   * @return 0 as a rule
   */
  public int splits() {
    return splits;
  }
}
