package dev.seal.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one side took for a job, in the fields that both sides print.
 *
 * @param peer who did it
 * @param device such as cpu
 * @param threads how many threads it was told to use
 * @param dtype the frozen weights' type, in the side's own words
 * @param sampleS seconds for the self-edits
 * @param answerFrozenS seconds for the answers of the model as it is
 * @param answerS seconds for the answers of all adapters
 * @param trainS seconds for training all adapters
 * @param steps optimizer steps, summed over the adapters
 * @param trainTokens tokens trained, summed over the adapters and epochs
 * @param sampledTokens tokens of all self-edits
 * @param lastEpochLoss each adapter's mean loss in its last epoch
 */
record TrialFigures(
    String peer,
    String device,
    int threads,
    String dtype,
    double sampleS,
    double answerFrozenS,
    double answerS,
    double trainS,
    long steps,
    long trainTokens,
    long sampledTokens,
    List<Double> lastEpochLoss) {

  /** What a side's line holds, of which only these are read. */
  private record Json(
      @Nullable String peer,
      @Nullable String device,
      @Nullable Integer threads,
      @Nullable String dtype,
      @Nullable Double sampleS,
      @Nullable Double answerFrozenS,
      @Nullable Double answerS,
      @Nullable Double trainS,
      @Nullable Long steps,
      @Nullable Long trainTokens,
      @Nullable List<Double> lastEpochLoss) {}

  /**
   * Reads what a side printed.
   *
   * @param source whose line it is, for errors
   * @param sampledTokens how many tokens the job asks for
   */
  static TrialFigures parse(String line, String source, long sampledTokens) {
    Json json = JsonFiles.parse(line, Json.class, source, "a trial's figures");
    return new TrialFigures(
        required(json.peer, "peer", source),
        required(json.device, "device", source),
        required(json.threads, "threads", source),
        required(json.dtype, "dtype", source),
        seconds(json.sampleS, "sample_s", source),
        seconds(json.answerFrozenS, "answer_frozen_s", source),
        seconds(json.answerS, "answer_s", source),
        seconds(json.trainS, "train_s", source),
        required(json.steps, "steps", source),
        required(json.trainTokens, "train_tokens", source),
        sampledTokens,
        List.copyOf(required(json.lastEpochLoss, "last_epoch_loss", source)));
  }

  private static double seconds(@Nullable Double value, String name, String source) {
    double given = required(value, name, source);
    if (!(given > 0)) {
      throw new IllegalArgumentException(
          source + ": \"" + name + "\" must be a number > 0, but is " + given);
    }
    return given;
  }

  private static <T> T required(@Nullable T value, String name, String source) {
    if (value == null) {
      throw new IllegalArgumentException(
          source + " has no \"" + name + "\"; it must have the fields that this command prints");
    }
    return value;
  }

  /** The answers of all adapters and of the model as it is. */
  double answers() {
    return answerFrozenS + answerS;
  }

  double total() {
    return sampleS + answerFrozenS + trainS + answerS;
  }

  /** The mean over the adapters, or NaN where there is none. */
  double loss() {
    return lastEpochLoss.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  Figures figures() {
    return new Figures()
        .put("peer", peer)
        .put("device", device)
        .put("threads", threads)
        .put("dtype", dtype)
        .put("sample_s", sampleS)
        .put("answer_frozen_s", answerFrozenS)
        .put("train_s", trainS)
        .put("answer_s", answerS)
        .put("steps", steps)
        .put("train_tokens", trainTokens)
        .put("train_tok_per_s", trainTokens / trainS)
        .put("step_ms", 1000 * trainS / steps)
        .putNumbers("last_epoch_loss", lastEpochLoss)
        .put("sample_tok_per_s", sampledTokens / sampleS)
        .put("total_s", total());
  }
}
