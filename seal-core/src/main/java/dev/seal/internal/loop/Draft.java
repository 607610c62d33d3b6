package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.TrainingStep;
import dev.seal.api.task.Lesson;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A candidate on its way through the phases. */
final class Draft {

  final int number;
  final @Nullable SelfEdit edit;
  @Nullable Lesson lesson;
  @Nullable Adapter adapter;
  @Nullable String rejection;
  List<TrainingStep> steps = List.of();
  long trainedTokens;
  List<String> answers = List.of();
  @Nullable Score score;
  double reward;

  Draft(int number, @Nullable SelfEdit edit) {
    this.number = number;
    this.edit = edit;
  }

  boolean alive() {
    return rejection == null;
  }

  Outcome outcome() {
    return new Outcome(
        number,
        Optional.ofNullable(edit),
        lesson == null ? List.of() : lesson.documents(),
        Optional.ofNullable(score),
        answers,
        score == null ? OptionalDouble.empty() : OptionalDouble.of(reward),
        Optional.ofNullable(rejection),
        steps,
        trainedTokens);
  }
}
