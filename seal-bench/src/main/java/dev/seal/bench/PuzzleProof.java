package dev.seal.bench;

import static dev.seal.bench.PuzzleReference.IN_CONTEXT;
import static dev.seal.bench.PuzzleReference.ORACLE;
import static dev.seal.bench.PuzzleReference.OWN;

import dev.seal.RunFolder;
import dev.seal.api.event.SealListener;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import dev.seal.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The paper's second experiment: puzzles to be learned from a few pairs. */
final class PuzzleProof implements ProofTask<PuzzleFigures> {

  // What is known of the practice model, in per cent.
  private static final double ORACLE_AT_LEAST = 90;
  private static final double OWN_ABOUT = 25;
  private static final double OWN_WITHIN = 12;

  private final PuzzlePlan plan;
  private final PuzzleData data;
  private final boolean practice;
  private final boolean quick;
  private final PuzzleTables tables;

  /**
   * Of a plan and its data.
   *
   * @param practice whether the practice model learns the practice puzzles, so that it is known
   *     what should come of it
   * @param quick whether only the order of two methods is known
   */
  PuzzleProof(PuzzlePlan plan, PuzzleData data, boolean practice, boolean quick) {
    this.plan = plan;
    this.data = data;
    this.practice = practice;
    this.quick = quick;
    this.tables = new PuzzleTables(plan, practice);
  }

  @Override
  public ProofExperiment<PuzzleFigures> experiment(
      LanguageModel base, long seed, RunFolder folder, SealListener listener) {
    return new PuzzleExperiment(
        base, data, plan, new SealRuns<>(seed, plan.run(), folder, listener));
  }

  @Override
  public List<Table> tables() {
    return data.fit().isAnyLeftOut() ? List.of(data.fit().table()) : List.of();
  }

  @Override
  public List<Table> tables(PuzzleFigures run) {
    return tables.all(run);
  }

  @Override
  public Report page(ModelInfo model, List<PuzzleFigures> runs) {
    return new PuzzlePage(tables, practice).of(model, data, runs);
  }

  @Override
  public Figures results(ModelInfo model, List<PuzzleFigures> runs) {
    return PuzzleJson.results(model, data, runs);
  }

  @Override
  public List<String> broken(PuzzleFigures run) {
    if (!practice) {
      return List.of();
    }
    double inContext = run.mean(IN_CONTEXT, 0);
    double oracle = run.mean(ORACLE, 0);
    List<String> broken = new ArrayList<>();
    if (quick) {
      if (inContext >= oracle) {
        broken.add("the oracle configuration is better than in context");
      }
      return broken;
    }
    broken.addAll(ProofClaim.broken(run.demanded()));
    long solved = Math.round(inContext * data.test().size());
    if (solved > 1) {
      broken.add("at most 1 puzzle is solved in context, where " + solved + " are");
    }
    if (100 * oracle < ORACLE_AT_LEAST) {
      broken.add(
          String.format(
              Locale.ROOT,
              "the oracle configuration solves at least %.0f %%, where it solves %.1f",
              ORACLE_AT_LEAST,
              100 * oracle));
    }
    double own = 100 * run.mean(OWN, 0);
    if (Math.abs(own - OWN_ABOUT) > OWN_WITHIN) {
      broken.add(
          String.format(
              Locale.ROOT,
              "its own choices solve %.0f +- %.0f %% before any round, where they solve %.1f",
              OWN_ABOUT,
              OWN_WITHIN,
              own));
    }
    return broken;
  }
}
