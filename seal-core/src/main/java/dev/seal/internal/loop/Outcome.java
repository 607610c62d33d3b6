package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingStep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What became of one candidate.
 *
 * @param score the marks, each the mean over the evaluations
 * @param evaluations the marks of each evaluation
 * @param answers those of the first evaluation
 * @param ratings a model's ratings of the edit, where these make the reward
 * @param steps those of the first evaluation
 * @param optimizerSteps of all evaluations
 * @param trainedTokens of all evaluations
 */
public record Outcome(
    int number,
    Optional<SelfEdit> edit,
    int editTokens,
    List<TrainingDocument> documents,
    Optional<Score> score,
    List<Score> evaluations,
    List<String> answers,
    OptionalDouble reward,
    List<Double> ratings,
    Optional<String> rejection,
    List<TrainingStep> steps,
    long optimizerSteps,
    long trainedTokens) {

  public Outcome {
    documents = List.copyOf(documents);
    evaluations = List.copyOf(evaluations);
    answers = List.copyOf(answers);
    ratings = List.copyOf(ratings);
    steps = List.copyOf(steps);
  }
}
