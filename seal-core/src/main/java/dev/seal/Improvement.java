package dev.seal;

import dev.seal.api.event.Phase;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What the outer loop did (paper, section 3.1, ReST-EM). The improved model is {@link Seal#model()}
 * of the Seal that made this, which owns it. Immutable and safe for use by several threads.
 *
 * @param <T> one thing to learn
 */
public final class Improvement<T> {

  private final List<Round<T>> rounds;
  private final SealSettings settings;
  private final ModelInfo model;

  Improvement(List<Round<T>> rounds, SealSettings settings, ModelInfo model) {
    this.rounds = List.copyOf(rounds);
    this.settings = settings;
    this.model = model;
  }

  /**
   * The rounds.
   *
   * @return an unmodifiable list in their order, at least one
   */
  public List<Round<T>> rounds() {
    return rounds;
  }

  /**
   * What was used, and where it came from.
   *
   * @return the settings
   */
  public SealSettings settings() {
    return settings;
  }

  /**
   * What there is to know of the improved model.
   *
   * @return its description
   */
  public ModelInfo model() {
    return model;
  }

  /**
   * How long each phase took over all rounds.
   *
   * @return a new map
   */
  public Map<Phase, Duration> times() {
    Map<Phase, Duration> times = new EnumMap<>(Phase.class);
    for (Round<T> round : rounds) {
      round.times().forEach((phase, time) -> times.merge(phase, time, Duration::plus));
    }
    return times;
  }

  /**
   * One page on it: the rewards of each round, the best and the worst self-edits in full, costs and
   * settings.
   *
   * @return the page
   */
  public Report report() {
    return ImprovementReport.of(this);
  }
}
