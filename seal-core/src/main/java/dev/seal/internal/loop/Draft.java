package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.TrainingStep;
import dev.seal.api.task.Lesson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A candidate on its way through the phases. */
final class Draft {

  final int number;
  final @Nullable SelfEdit edit;
  int editTokens;
  @Nullable Lesson lesson;
  @Nullable String rejection;
  List<Trial> trials = List.of();
  List<Double> ratings = List.of();
  @Nullable Score score;
  @Nullable Double reward;

  Draft(int number, @Nullable SelfEdit edit) {
    this.number = number;
    this.edit = edit;
  }

  /** One adapter that was trained on the lesson, or one set of answers without training. */
  static final class Trial {

    final int evaluation;
    @Nullable Adapter adapter;
    List<TrainingStep> steps = List.of();
    long trainedTokens;
    List<String> answers = List.of();
    @Nullable Score score;

    Trial(int evaluation) {
      this.evaluation = evaluation;
    }

    Score marks() {
      if (score == null) {
        throw new AssertionError("not marked");
      }
      return score;
    }
  }

  boolean alive() {
    return rejection == null;
  }

  long trainedTokens() {
    return trials.stream().mapToLong(trial -> trial.trainedTokens).sum();
  }

  /** The adapter that stands for the candidate: the one of the first evaluation. */
  @Nullable Adapter adapter() {
    return trials.isEmpty() ? null : trials.get(0).adapter;
  }

  /** The marks of each question, each the mean over the evaluations. */
  static Score mean(List<Score> scores) {
    if (scores.size() == 1) {
      return scores.get(0);
    }
    List<Double> marks = new ArrayList<>();
    for (int i = 0; i < scores.get(0).marks().size(); i++) {
      int question = i;
      marks.add(
          scores.stream().mapToDouble(score -> score.marks().get(question)).average().orElse(0));
    }
    return new Score(marks);
  }

  Outcome outcome() {
    return new Outcome(
        number,
        Optional.ofNullable(edit),
        editTokens,
        lesson == null ? List.of() : lesson.documents(),
        Optional.ofNullable(score),
        score == null ? List.of() : trials.stream().map(Trial::marks).toList(),
        trials.isEmpty() ? List.of() : trials.get(0).answers,
        reward == null ? OptionalDouble.empty() : OptionalDouble.of(reward),
        ratings,
        Optional.ofNullable(rejection),
        trials.isEmpty() ? List.of() : trials.get(0).steps,
        trials.stream().mapToLong(trial -> trial.steps.size()).sum(),
        trainedTokens());
  }
}
