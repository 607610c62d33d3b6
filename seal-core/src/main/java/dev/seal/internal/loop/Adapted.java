package dev.seal.internal.loop;

import dev.seal.api.Score;
import dev.seal.api.event.Phase;
import dev.seal.api.model.Adapter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What became of one input.
 *
 * @param frozen the marks of the model as it is; empty where edits were rated and nothing was asked
 * @param rejected what a rejected candidate counts as; empty as the frozen model's marks
 * @param best the number of the best candidate; empty where all were rejected or there is none
 * @param adapter the best candidate's adapter, owned by whoever gets this; null where there is none
 *     or it was not kept
 * @param times how long each phase took for the whole group
 */
public record Adapted<T>(
    Subject<T> subject,
    Optional<Score> frozen,
    Optional<Score> rejected,
    List<String> frozenAnswers,
    List<Outcome> outcomes,
    OptionalInt best,
    @Nullable Adapter adapter,
    Map<Phase, Duration> times) {

  public Adapted {
    frozenAnswers = List.copyOf(frozenAnswers);
    outcomes = List.copyOf(outcomes);
  }
}
