package dev.seal.bench;

import dev.seal.Evaluation;
import java.time.Duration;

/**
 * What one method reaches.
 *
 * @param id the method in files, such as {@code own-edits}
 * @param stage after how many rounds
 * @param label the method in words
 * @param evaluation what became of each input
 * @param <T> what is learned
 */
record ProofRow<T>(String id, int stage, String label, Evaluation<T> evaluation) {

  /** The row's name in files. */
  String name() {
    return id + "-" + stage;
  }

  /** The row in words, with its stage. */
  String named() {
    return label + (stage == 0 ? "" : ", after round " + stage);
  }

  Duration time() {
    return evaluation.times().values().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
