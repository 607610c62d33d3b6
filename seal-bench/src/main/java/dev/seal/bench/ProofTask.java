package dev.seal.bench;

import dev.seal.RunFolder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import dev.seal.report.Table;
import java.util.List;

/**
 * What one of the experiments of {@link Proof} does, with its data, and how it is shown.
 *
 * @param <F> what a run comes to
 */
interface ProofTask<F extends ProofFigures<?>> {

  ProofExperiment<F> experiment(
      LanguageModel base, long seed, RunFolder folder, SealListener listener);

  /** What the terminal shows before all runs. */
  List<Table> tables();

  /** What the terminal shows of a run. */
  List<Table> tables(F run);

  Report page(ModelInfo model, List<F> runs);

  Figures results(ModelInfo model, List<F> runs);

  /** What should hold and does not, in words; empty where all holds or nothing is checked. */
  List<String> broken(F run);
}
