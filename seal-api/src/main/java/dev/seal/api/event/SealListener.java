package dev.seal.api.event;

/**
 * Hears what the cycle does. Every method does nothing by default. Called on the thread that runs
 * the cycle, between batches; what a method throws ends the cycle, which first frees everything it
 * made.
 */
public interface SealListener {

  /**
   * A phase begins.
   *
   * @param event what is known
   */
  default void phaseStarted(PhaseStarted event) {}

  /**
   * A phase went on.
   *
   * @param event what is known
   */
  default void phaseProgress(PhaseProgress event) {}

  /**
   * A phase ended.
   *
   * @param event what is known
   */
  default void phaseFinished(PhaseFinished event) {}

  /**
   * A candidate was rejected.
   *
   * @param event what is known
   */
  default void candidateRejected(CandidateRejected event) {}

  /**
   * An input is done.
   *
   * @param event what is known
   */
  default void inputAdapted(InputAdapted event) {}

  /**
   * Work on many inputs went on: {@code evaluate} or a round of {@code improve}.
   *
   * @param event what is known
   */
  default void runProgressed(RunProgress event) {}
}
