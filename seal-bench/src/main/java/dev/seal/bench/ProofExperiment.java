package dev.seal.bench;

/**
 * A run with one seed.
 *
 * @param <F> what it comes to
 */
interface ProofExperiment<F> {

  F run();

  /** Ends the work soon; may be called by any thread. */
  void cancel();
}
