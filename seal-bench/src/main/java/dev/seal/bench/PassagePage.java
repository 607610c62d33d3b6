package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.report.Chart;
import dev.seal.report.Report;
import java.util.List;

/** The page about passages. */
final class PassagePage {

  private final PassageTables tables;
  private final boolean practice;

  PassagePage(PassageTables tables, boolean practice) {
    this.tables = tables;
    this.practice = practice;
  }

  Report of(ModelInfo model, PassageData data, List<PassageFigures> runs) {
    PassageFigures first = runs.get(0);
    Report.Builder page =
        Report.titled("SEAL: a model that teaches itself")
            .summary(
                model.name()
                    + " on "
                    + data.name()
                    + ": it reads a passage, writes its own lesson, trains an adapter on it, and"
                    + " answers questions without the passage; over the rounds it learns to write"
                    + " better lessons.");
    ProofSections sections = new ProofSections(page);
    page.section("Methods").table(tables.methods(first.rows()));
    sections.methods(
        "Questions answered right without the passage, per cent",
        PassageTables.INPUTS,
        first.rows(),
        PassageReference.ALL,
        practice);
    if (!first.claims().isEmpty()) {
      page.section("What is better than what")
          .table(ProofTables.claims(first.claims(), PassageTables.INPUTS));
    }
    if (runs.size() > 1) {
      page.section("Other seeds").table(ProofTables.seeds(runs));
    }
    if (!first.improvements().isEmpty()) {
      sections.rounds(first.improvements());
    }
    if (!first.sides().isEmpty()) {
      page.section("Rewards without labelled questions").table(tables.sides(first.sides()));
      first.sides().forEach(side -> page.chart(pairs(side)));
    }
    if (!first.joint().isEmpty()) {
      page.section("One adapter for many passages").table(tables.joint(first.joint()));
      page.chart(joint(first.joint()));
    }
    first.row(PassageReference.OWN, 0).ifPresent(row -> sections.examples("before any round", row));
    int last = first.improvements().size();
    if (last > 0) {
      first.row(PassageReference.OWN, last).ifPresent(row -> sections.examples("at the end", row));
    }
    sections.costsAndSettings(
        model,
        runs,
        data.name()
            + ": "
            + data.test().size()
            + " passages to measure on, "
            + data.train().size()
            + " others for the rounds");
    return page.build();
  }

  private static Chart pairs(SideReward side) {
    var scatter =
        Chart.scatter("The reward from " + side.label())
            .axes("reward by labelled questions", "reward by " + side.label());
    side.rewards().forEach(pair -> scatter.point("self-edits", pair.get(0), pair.get(1)));
    return scatter.build();
  }

  private static Chart joint(List<JointRow> rows) {
    var lines =
        Chart.lines("One adapter for many passages").axes("passages", "per cent of all questions");
    for (JointRow row : rows) {
      lines.point(
          row.method(),
          row.passages(),
          100 * row.accuracy().mean(),
          100 * row.accuracy().standardError());
    }
    return lines.build();
  }
}
