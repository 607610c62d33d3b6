package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.SealException;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.Phase;
import dev.seal.api.event.SealListener;
import dev.seal.api.task.Task;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleBiFunction;

/**
 * The last phase: marks, rewards, and the best candidate of each input. The adapters of the others
 * are closed as soon as it is known.
 */
final class Grading<T> {

  private final Task<T> task;
  private final ToDoubleBiFunction<Score, Score> reward;
  private final Seeds seeds;
  private final SealListener listener;

  Grading(
      Task<T> task, ToDoubleBiFunction<Score, Score> reward, Seeds seeds, SealListener listener) {
    this.task = task;
    this.reward = reward;
    this.seeds = seeds;
    this.listener = listener;
  }

  void run(List<Attempt<T>> attempts, PhaseLog phases, AdapterPool pool) {
    int sets = attempts.stream().mapToInt(Attempt::answerSets).sum();
    phases.run(
        Phase.GRADE,
        sets,
        progress -> {
          int done = 0;
          for (Attempt<T> attempt : attempts) {
            Score frozen = mark(attempt.subject, attempt.frozenAnswers);
            attempt.frozen = frozen;
            progress.update(++done, sets);
            for (Draft draft : attempt.alive().toList()) {
              grade(attempt.subject, draft, frozen);
              progress.update(++done, sets);
            }
            finish(attempt, frozen, pool);
          }
          return done;
        },
        done -> 0);
  }

  private void grade(Subject<T> subject, Draft draft, Score frozen) {
    Score score = mark(subject, draft.answers);
    draft.reward = reward(subject, draft, frozen, score);
    draft.score = score;
  }

  private Score mark(Subject<T> subject, List<String> answers) {
    Score score = task.grade(subject.input(), answers);
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

  private double reward(Subject<T> subject, Draft draft, Score frozen, Score score) {
    double value = reward.applyAsDouble(frozen, score);
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
    return value;
  }

  private void finish(Attempt<T> attempt, Score frozen, AdapterPool pool) {
    attempt.chooseBest(seeds);
    Draft best = attempt.best.orElse(null);
    for (Draft draft : attempt.drafts) {
      if (draft != best && draft.adapter != null) {
        pool.discard(draft.adapter);
      }
    }
    OptionalDouble after =
        best == null || best.score == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(best.score.mean());
    listener.inputAdapted(new InputAdapted(attempt.subject.description(), frozen.mean(), after));
  }
}
