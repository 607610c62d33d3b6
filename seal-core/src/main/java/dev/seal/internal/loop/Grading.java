package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SealException;
import dev.seal.api.Trial;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.ModelGraded;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The last phase: marks and rewards. */
final class Grading<T> {

  private final Task<T> task;
  private final ToDoubleFunction<Trial> reward;

  Grading(Task<T> task, ToDoubleFunction<Trial> reward) {
    this.task = task;
    this.reward = reward;
  }

  void run(List<Attempt<T>> attempts, Map<Prompt, String> verdicts, PhaseLog phases) {
    int sets = (int) attempts.stream().flatMap(Attempt::answerSets).count();
    phases.timed(
        Phase.GRADE,
        sets,
        progress -> {
          int done = 0;
          for (Attempt<T> attempt : attempts) {
            Score frozen = mark(attempt.subject, attempt.frozenAnswers, verdicts);
            attempt.frozen = frozen;
            attempt.rejected = task.scoreOfRejected(frozen);
            progress.update(++done, sets);
            for (Draft draft : attempt.alive().toList()) {
              for (Draft.Trial trial : draft.trials) {
                trial.score = mark(attempt.subject, trial.answers, verdicts);
                progress.update(++done, sets);
              }
              grade(attempt.subject, draft, frozen);
            }
          }
          return done;
        });
  }

  private void grade(Subject<T> subject, Draft draft, Score frozen) {
    Score score = Draft.mean(draft.trials.stream().map(Draft.Trial::marks).toList());
    double value =
        reward.applyAsDouble(
            new Trial(
                frozen,
                score,
                Optional.ofNullable(draft.edit),
                draft.editTokens,
                draft.trainedTokens()));
    if (!Double.isFinite(value)) {
      throw new SealException(
          "the reward must be a finite number, but was "
              + value
              + " for candidate "
              + draft.number
              + " of \""
              + subject.description()
              + "\"; mend the Reward given to reward(...)");
    }
    draft.reward = value;
    draft.score = score;
  }

  private Score mark(Subject<T> subject, List<String> answers, Map<Prompt, String> verdicts) {
    Score score = score(subject, answers, verdicts);
    if (score.marks().size() != answers.size()) {
      throw new SealException(
          "the task's grade() gave "
              + score.marks().size()
              + " marks for the "
              + answers.size()
              + " answers of \""
              + subject.description()
              + "\"; it must give one mark per question");
    }
    return score;
  }

  private Score score(Subject<T> subject, List<String> answers, Map<Prompt, String> verdicts) {
    if (task instanceof ModelGraded<T> judged) {
      return judged.grade(
          subject.input(),
          answers,
          judged.gradingPrompts(subject.input(), answers).stream().map(verdicts::get).toList());
    }
    return task.grade(subject.input(), answers);
  }
}
