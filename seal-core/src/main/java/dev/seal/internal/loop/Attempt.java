package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Adapter;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An input on its way through the phases. */
final class Attempt<T> {

  final Subject<T> subject;
  final List<Draft> drafts;
  List<String> frozenAnswers = List.of();
  @Nullable Score frozen;
  @Nullable Score rejected;
  Optional<Draft> best = Optional.empty();

  Attempt(Subject<T> subject, List<Draft> drafts) {
    this.subject = subject;
    this.drafts = List.copyOf(drafts);
  }

  Stream<Draft> alive() {
    return drafts.stream().filter(Draft::alive);
  }

  /** All sets of answers: the frozen model's, and one for each trial of each candidate. */
  Stream<List<String>> answerSets() {
    return Stream.concat(
        Stream.of(frozenAnswers),
        alive().flatMap(draft -> draft.trials.stream()).map(trial -> trial.answers));
  }

  /**
   * The highest reward; equal ones are ordered by the seed, as the order in which candidates were
   * drawn says nothing of their worth.
   */
  void chooseBest(Seeds seeds) {
    best =
        alive()
            .filter(draft -> draft.reward != null)
            .max(
                Comparator.<Draft>comparingDouble(draft -> draft.reward)
                    .thenComparingLong(draft -> seeds.tie(subject.key(), draft.number)));
  }

  Adapted<T> adapted(@Nullable Adapter adapter, Map<Phase, Duration> times) {
    return new Adapted<>(
        subject,
        Optional.ofNullable(frozen),
        Optional.ofNullable(rejected),
        frozenAnswers,
        drafts.stream().map(Draft::outcome).toList(),
        best.map(draft -> OptionalInt.of(draft.number)).orElseGet(OptionalInt::empty),
        adapter,
        times);
  }
}
