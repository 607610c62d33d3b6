package dev.seal.tasks.fewshot;

import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.List;
import java.util.Set;

/**
 * How {@link FewShot} makes documents of a self-edit.
 *
 * @param form how grids are written
 * @param items how many documents there may be
 * @param steps how many optimizer steps there may be
 */
record Lessons(TextForm form, int items, int steps) {

  Lesson of(Puzzle puzzle, SelfEdit edit, TrainingSpec defaults) {
    ToolChoice choice = ToolChoice.of(edit);
    TrainingSpec training =
        defaults.toBuilder().learningRate(choice.learningRate()).epochs(choice.epochs()).build();
    List<TrainingDocument> documents = documents(puzzle, choice.augmentations(), choice.strategy());
    requireSteps(documents.size(), training);
    return new Lesson(documents, training);
  }

  Lesson ofPairs(Puzzle puzzle, TrainingSpec training) {
    return new Lesson(documents(puzzle, Set.of(), Strategy.OUTPUT_TOKENS), training);
  }

  private List<TrainingDocument> documents(
      Puzzle puzzle, Set<AugmentationGroup> augmentations, Strategy strategy) {
    return TrainingSet.of(puzzle, augmentations, items).stream()
        .map(item -> document(item, strategy))
        .toList();
  }

  private TrainingDocument document(Item item, Strategy strategy) {
    Prompt prompt = Prompt.instruction(form.question(item.demonstrations(), item.asked().input()));
    String completion = form.answer(item.asked().output());
    return strategy == Strategy.ALL_TOKENS
        ? TrainingDocument.promptAndCompletion(prompt, completion)
        : TrainingDocument.completion(prompt, completion);
  }

  private void requireSteps(int documents, TrainingSpec training) {
    long perStep = (long) training.batchSize() * training.accumulation();
    long needed = training.epochs() * ((documents + perStep - 1) / perStep);
    if (needed > steps) {
      throw new UnusableEditException(
          training.epochs()
              + " epochs of "
              + documents
              + " training examples, "
              + perStep
              + " a step, need "
              + needed
              + " steps, but "
              + steps
              + " are the most; choose fewer epochs or augmentations");
    }
  }

  @Override
  public String toString() {
    return "grids as " + form + ", at most " + items + " training examples and " + steps + " steps";
  }
}
