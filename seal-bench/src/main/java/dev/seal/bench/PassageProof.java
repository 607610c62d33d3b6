package dev.seal.bench;

import dev.seal.RunFolder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import dev.seal.report.Table;
import java.util.ArrayList;
import java.util.List;

/** The paper's main experiment: knowledge from passages. */
final class PassageProof implements ProofTask<PassageFigures> {

  private final PassagePlan plan;
  private final PassageData data;
  private final boolean practice;
  private final boolean quick;
  private final PassageTables tables;

  /**
   * Of a plan and its data.
   *
   * @param practice whether the practice model learns the practice people, so that it is known what
   *     should come of it
   * @param quick whether only the order of three methods is known
   */
  PassageProof(PassagePlan plan, PassageData data, boolean practice, boolean quick) {
    this.plan = plan;
    this.data = data;
    this.practice = practice;
    this.quick = quick;
    this.tables = new PassageTables(plan, practice);
  }

  @Override
  public ProofExperiment<PassageFigures> experiment(
      LanguageModel base, long seed, RunFolder folder, SealListener listener) {
    return new PassageExperiment(
        base, data, plan, new SealRuns<>(seed, plan.run(), folder, listener));
  }

  @Override
  public List<Table> tables() {
    return List.of();
  }

  @Override
  public List<Table> tables(PassageFigures run) {
    return tables.all(run);
  }

  @Override
  public Report page(ModelInfo model, List<PassageFigures> runs) {
    return new PassagePage(tables, practice).of(model, data, runs);
  }

  @Override
  public Figures results(ModelInfo model, List<PassageFigures> runs) {
    return new PassageJson(plan).results(model, data, runs);
  }

  @Override
  public List<String> broken(PassageFigures run) {
    if (!practice) {
      return List.of();
    }
    return quick ? outOfOrder(run) : ProofClaim.broken(run.claims());
  }

  private static List<String> outOfOrder(PassageFigures run) {
    List<String> broken = new ArrayList<>();
    double passage = run.mean(PassageReference.PASSAGE, 0);
    if (run.mean(PassageReference.FROZEN, 0) >= passage) {
      broken.add("passage only is better than frozen");
    }
    if (passage >= run.mean(PassageReference.OUTSIDE, 0)) {
      broken.add("outside author's edits are better than passage only");
    }
    return broken;
  }
}
