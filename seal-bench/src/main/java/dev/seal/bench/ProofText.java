package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import java.io.PrintWriter;
import java.util.List;

/** What {@link Proof} prints. */
final class ProofText {

  private ProofText() {}

  static void print(
      PrintWriter text, ModelInfo model, ProofTables tables, List<ProofFigures> runs) {
    text.println("model     " + EngineArguments.describe(model));
    text.println("machine   " + Machine.describe());
    text.println(runs.get(0).settings().describe());
    text.println(runs.get(0).settings().describeRounds());
    for (ProofFigures run : runs) {
      text.println();
      text.println("seed " + run.seed());
      text.println(tables.methods(run.rows()).text());
      if (!run.claims().isEmpty()) {
        text.println(tables.claims(run.claims()).text());
      }
      if (!run.improvements().isEmpty()) {
        text.println(tables.rounds(run.improvements()).text());
      }
      if (!run.sides().isEmpty()) {
        text.println(tables.sides(run.sides()).text());
      }
      if (!run.joint().isEmpty()) {
        text.println(tables.joint(run.joint()).text());
      }
    }
    if (runs.size() > 1) {
      text.println(tables.seeds(runs).text());
    }
  }
}
