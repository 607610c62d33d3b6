package dev.seal.bench;

import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.RunProgress;
import dev.seal.api.event.SealListener;

/**
 * Tells two listeners all that it hears.
 *
 * @param first hears it first
 * @param second hears it then
 */
record TwoListeners(SealListener first, SealListener second) implements SealListener {

  @Override
  public void phaseStarted(PhaseStarted event) {
    first.phaseStarted(event);
    second.phaseStarted(event);
  }

  @Override
  public void phaseProgress(PhaseProgress event) {
    first.phaseProgress(event);
    second.phaseProgress(event);
  }

  @Override
  public void phaseFinished(PhaseFinished event) {
    first.phaseFinished(event);
    second.phaseFinished(event);
  }

  @Override
  public void candidateRejected(CandidateRejected event) {
    first.candidateRejected(event);
    second.candidateRejected(event);
  }

  @Override
  public void inputAdapted(InputAdapted event) {
    first.inputAdapted(event);
    second.inputAdapted(event);
  }

  @Override
  public void runProgressed(RunProgress event) {
    first.runProgressed(event);
    second.runProgressed(event);
  }
}
