package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingStep;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** What became of one candidate. */
public record Outcome(
    int number,
    Optional<SelfEdit> edit,
    List<TrainingDocument> documents,
    Optional<Score> score,
    List<String> answers,
    OptionalDouble reward,
    Optional<String> rejection,
    List<TrainingStep> steps,
    long trainedTokens) {

  public Outcome {
    documents = List.copyOf(documents);
    answers = List.copyOf(answers);
    steps = List.copyOf(steps);
  }
}
