package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.report.Report;
import dev.seal.tasks.fewshot.Puzzle;
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
      page.section("What is better than what").table(PuzzleTables.claims(first));
    }
    if (runs.size() > 1) {
      page.section("Other seeds").table(ProofTables.seeds(runs));
    }
    if (!first.improvements().isEmpty()) {
      sections.rounds(first.improvements());
    }
    choices(page, first);
    if (!first.sweep().isEmpty()) {
      page.section("Augmentations and losses").table(tables.sweep(first.sweep()));
    }
    page.section("Each puzzle").table(tables.puzzles(first, true));
    if (data.fit().isAnyLeftOut()) {
      page.table(data.fit().table());
    }
    int last = first.improvements().size();
    new PuzzlePictures(page, last).add(PuzzleOutcome.all(first.rows()));
    for (ProofRow<Puzzle> row : first.own()) {
      sections.examples(row.stage() == 0 ? "before any round" : "at the end", row);
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

  private static void choices(Report.Builder page, PuzzleFigures run) {
    ChoiceTables choices = ChoiceTables.of(run.own());
    page.section("What it chose").table(choices.shares());
    if (choices.hasReasons()) {
      page.table(choices.reasons());
    }
  }
}
