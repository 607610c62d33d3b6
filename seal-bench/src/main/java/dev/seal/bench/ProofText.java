package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.report.Table;
import java.io.PrintWriter;
import java.util.List;

/** What {@link Proof} prints. */
final class ProofText {

  private ProofText() {}

  static <F extends ProofFigures<?>> void print(
      PrintWriter text, ModelInfo model, ProofTask<F> task, List<F> runs) {
    text.println("model     " + EngineArguments.describe(model));
    text.println("machine   " + Machine.describe());
    text.println(runs.get(0).settings());
    for (Table table : task.tables()) {
      text.println();
      text.println(table.text());
    }
    for (F run : runs) {
      text.println();
      text.println("seed " + run.seed());
      task.tables(run).forEach(table -> text.println(table.text()));
      task.broken(run).forEach(broken -> text.println("does not hold: " + broken));
    }
    if (runs.size() > 1) {
      text.println(ProofTables.seeds(runs).text());
    }
  }
}
