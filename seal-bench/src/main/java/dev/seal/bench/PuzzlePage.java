package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import java.util.List;

/** The page about puzzles. */
final class PuzzlePage {

  private final PuzzleTables tables;
  private final boolean practice;

  PuzzlePage(PuzzleTables tables, boolean practice) {
    this.tables = tables;
    this.practice = practice;
  }

  Report of(ModelInfo model, PuzzleData data, List<PuzzleFigures> runs) {
    PuzzleFigures first = runs.get(0);
    Report.Builder page =
        Report.titled("SEAL: a model that chooses how to learn a puzzle")
            .summary(
                model.name()
                    + " on "
                    + data.name()
                    + ": it reads a puzzle's pairs, chooses how to make training examples of them"
                    + " and how to train on these, and answers in several views that vote; over the"
                    + " rounds it learns to choose better.");
    ProofSections sections = new ProofSections(page);
    page.section("Methods").table(tables.methods(first.rows()));
    sections.methods(
        "Puzzles solved, per cent",
        PuzzleTables.INPUTS,
        first.rows(),
        PuzzleReference.ALL,
        practice);
    if (!first.claims().isEmpty()) {
      page.section("What is better than what")
          .table(ProofTables.claims(first.claims(), PuzzleTables.INPUTS));
    }
    if (runs.size() > 1) {
      page.section("Other seeds").table(ProofTables.seeds(runs));
    }
    if (!first.improvements().isEmpty()) {
      sections.rounds(first.improvements());
    }
    sections.costsAndSettings(
        model,
        runs,
        data.name()
            + ": "
            + data.test().size()
            + " puzzles to measure on, "
            + data.train().size()
            + " others for the rounds");
    return page.build();
  }
}
