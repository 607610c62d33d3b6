package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.tasks.fewshot.Puzzle;
import java.util.List;

/** The results on puzzles as JSON. */
final class PuzzleJson {

  private PuzzleJson() {}

  static Figures results(ModelInfo model, PuzzleData data, List<PuzzleFigures> runs) {
    return ProofJson.head(model)
        .put("data", data.name())
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
                .toList());
  }

  private static Figures row(ProofRow<Puzzle> row) {
    return ProofJson.costs(ProofJson.row(row), row, "by_puzzle");
  }
}
