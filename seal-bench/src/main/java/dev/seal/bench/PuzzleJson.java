package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.bench.PuzzleOutcome.Reached;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;

/** The results on puzzles as JSON. */
final class PuzzleJson {

  private PuzzleJson() {}

  static Figures results(ModelInfo model, PuzzleData data, List<PuzzleFigures> runs) {
    return ProofJson.head(model)
        .put("data", data.name())
        .put("window", data.fit().lengths().window())
        .putAll(
            "too_long",
            data.fit().tooLong().stream()
                .map(each -> new Figures().put("puzzle", each.id()).put("tokens", each.tokens()))
                .toList())
        .putTexts("without_solution", data.fit().unsolved())
        .putAll("runs", runs.stream().map(PuzzleJson::run).toList());
  }

  private static Figures run(PuzzleFigures run) {
    return new Figures()
        .put("seed", run.seed())
        .put("settings", run.settings())
        .putAll("methods", run.rows().stream().map(PuzzleJson::row).toList())
        .putAll("claims", run.claims().stream().map(ProofJson::claim).toList())
        .putAll("rounds", run.improvements().stream().map(ProofJson::round).toList())
        .putAll(
            "sweep",
            run.sweep().stream()
                .flatMap(row -> row.strategies().stream())
                .map(PuzzleJson::row)
                .toList())
        .putAll("choices", ChoiceTables.of(run.own()).json())
        .putAll("puzzles", PuzzleOutcome.all(run.rows()).stream().map(PuzzleJson::puzzle).toList());
  }

  private static Figures puzzle(PuzzleOutcome outcome) {
    Figures methods = new Figures();
    for (Reached reached : outcome.methods()) {
      methods.put(
          reached.row().name(),
          new Figures()
              .put("solved", reached.solved())
              .put("tried", reached.tried())
              .put("miss", reached.miss().words())
              .putTexts("rejections", reached.rejections())
              .put("all_rejected", reached.untrained())
              .putTexts("answers", reached.nearest()));
    }
    return new Figures()
        .put("puzzle", outcome.puzzle().id())
        .put("why_not", outcome.whyNot())
        .put("methods", methods);
  }

  private static Figures row(ProofRow<Puzzle> row) {
    return ProofJson.costs(ProofJson.row(row), row, "by_puzzle");
  }
}
