package dev.seal;

import dev.seal.api.event.CandidateRejected;
import dev.seal.api.event.InputAdapted;
import dev.seal.api.event.PhaseFinished;
import dev.seal.api.event.PhaseProgress;
import dev.seal.api.event.PhaseStarted;
import dev.seal.api.event.SealListener;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class Recorder implements SealListener {

  final List<String> lines = new ArrayList<>();
  final List<String> progress = new ArrayList<>();

  @Override
  public void phaseStarted(PhaseStarted event) {
    lines.add("start " + event.phase() + ' ' + event.items());
  }

  @Override
  public void phaseProgress(PhaseProgress event) {
    progress.add(event.phase() + " " + event.done() + '/' + event.total());
  }

  @Override
  public void phaseFinished(PhaseFinished event) {
    lines.add("end " + event.phase() + ' ' + event.items() + ' ' + event.tokens());
  }

  @Override
  public void candidateRejected(CandidateRejected event) {
    lines.add("rejected " + event.input() + ' ' + event.candidate());
  }

  @Override
  public void inputAdapted(InputAdapted event) {
    lines.add("adapted " + event.input() + ' ' + event.before() + ' ' + event.after());
  }
}
