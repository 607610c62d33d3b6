package dev.seal.bench;

import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.Grid;
import dev.seal.tasks.fewshot.Puzzle;
import dev.seal.tasks.fewshot.Puzzle.Pair;
import dev.seal.tasks.fewshot.ToolChoice;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How many tokens of a model's window puzzles take. */
final class PuzzleLengths {

  private static final int END = 1; // the token that ends an answer or a self-edit

  private final FewShot task;
  private final Tokenizer tokenizer;
  private final int window;
  private final int editTokens;

  /**
   * Of a model.
   *
   * @param task with what the model recommends
   * @param edit a self-edit that there must be room for
   */
  PuzzleLengths(LanguageModel model, FewShot task, ToolChoice edit) {
    this.task = task;
    this.tokenizer = model.tokenizer();
    this.window = model.info().contextWindow();
    this.editTokens = tokenizer.encode(edit.toSelfEdit().text()).size() + END;
  }

  int window() {
    return window;
  }

  /** The longest of all that is asked about a puzzle, with room for what is answered. */
  int needed(Puzzle puzzle) {
    int asked = tokens(task.prompt(puzzle)) + editTokens;
    int answer = answer(puzzle);
    return puzzle.tests().stream()
        .flatMap(test -> task.views(puzzle, test.input().toString()).stream())
        .mapToInt(view -> tokens(view) + answer)
        .reduce(asked, Math::max);
  }

  /** The largest grid that the puzzle shows, as an answer; its solution is not looked at. */
  int answer(Puzzle puzzle) {
    return Stream.concat(
            puzzle.train().stream().flatMap(pair -> Stream.of(pair.input(), pair.output())),
            puzzle.tests().stream().map(Puzzle.Test::input))
        .distinct()
        .mapToInt(this::asAnswer)
        .max()
        .orElseThrow();
  }

  // An answer's text is what a puzzle with this output is trained to say.
  private int asAnswer(Grid grid) {
    Pair pair = new Pair(grid, grid);
    Puzzle shown =
        new Puzzle("shown", List.of(pair, pair), List.of(new Puzzle.Test(grid, Optional.empty())));
    TrainingDocument document =
        task.inputOnly(shown, TrainingSpec.builder().build()).documents().get(0);
    return tokenizer.encode(((TrainingDocument.Completion) document).completion()).size() + END;
  }

  private int tokens(Prompt prompt) {
    return tokenizer.encode(prompt).size();
  }
}
