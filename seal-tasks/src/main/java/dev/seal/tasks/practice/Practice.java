package dev.seal.tasks.practice;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.ModelRef;
import dev.seal.tasks.fewshot.AugmentationGroup;
import dev.seal.tasks.fewshot.FewShot;
import dev.seal.tasks.fewshot.ToolChoice;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import java.util.Map;
import java.util.Set;

/**
 * Two practice models and their worlds, embedded in this library so that all of SEAL runs, and
 * really learns, within seconds on a CPU and without a download.
 *
 * <p>{@link #model()} is a Llama-architecture language model of 5 million parameters in bf16. It
 * was trained on short biographies of invented people and knows nothing else: it can read such a
 * biography, write a self-edit about it and answer questions on it. It is of no use for anything
 * else. Prompts must be those of {@link dev.seal.tasks.knowledge.Knowledge}, in the styles
 * implications, rewrite, self-qa and explain.
 *
 * <p>{@link #gridModel()} is one of 2 million parameters, trained on puzzles of 3 by 3 cells. It
 * solves some families of them in context, others only after training, and chooses how to train
 * (all choices equally likely, before it has learned better). Prompts must be those of {@link
 * FewShot}, in the form {@link dev.seal.tasks.fewshot.TextForm#DIGITS}, which it recommends.
 *
 * <p>Both come with recommended settings ({@code seal.json} beside the weights).
 *
 * <p>Safe for use by several threads. Passages and puzzles are read on first use and kept.
 */
public final class Practice {

  private static final ModelRef MODEL = ModelRef.resource("dev/seal/tasks/practice/model");

  private static final ModelRef GRID_MODEL =
      ModelRef.resource("dev/seal/tasks/practice/grids/model");
  private static final ToolChoice GRID_ORACLE =
      new ToolChoice(Set.of(AugmentationGroup.BASIC), Strategy.OUTPUT_TOKENS, 3e-3, 2);

  private Practice() {}

  /**
   * The practice model, a folder in Hugging Face layout on the class path.
   *
   * @return the reference {@code resource:dev/seal/tasks/practice/model}
   */
  public static ModelRef model() {
    return MODEL;
  }

  /**
   * The invented people.
   *
   * @return the people, the same object every time
   */
  public static People people() {
    return LazyPeople.PEOPLE;
  }

  /**
   * An edit by an outside author: five questions on the person with their right answers, one pair
   * per line, in words that match those of the person's own questions about one time in three. It
   * stands in for the edits by GPT-4.1 that the paper compares with.
   *
   * @param person one of the {@link People#train()} or {@link People#test()} people, found by the
   *     passage's title
   * @return the edit
   * @throws IllegalArgumentException if there is no edit for this person
   */
  public static SelfEdit given(Passage person) {
    Map<String, SelfEdit> edits = LazyEdits.EDITS;
    SelfEdit edit = edits.get(person.title());
    if (edit == null) {
      throw new IllegalArgumentException(
          "no given edit for \""
              + person.title()
              + "\"; pass one of Practice.people().train() or .test()");
    }
    return edit;
  }

  /**
   * The practice model for puzzles, a folder in Hugging Face layout on the class path.
   *
   * @return the reference {@code resource:dev/seal/tasks/practice/grids/model}
   */
  public static ModelRef gridModel() {
    return GRID_MODEL;
  }

  /**
   * The puzzles.
   *
   * @return the puzzles, the same object every time
   */
  public static PracticePuzzles puzzles() {
    return LazyPuzzles.PUZZLES;
  }

  /**
   * What was chosen by hand for the grid practice model, as {@link ToolChoice#PAPER_ORACLE} was for
   * the paper's: basic augmentations, the loss on outputs, learning rate 3e-3, 2 epochs.
   *
   * @return the choice
   */
  public static ToolChoice gridOracle() {
    return GRID_ORACLE;
  }

  private static final class LazyPuzzles {
    static final PracticePuzzles PUZZLES = PracticeFiles.puzzles();
  }

  private static final class LazyPeople {
    static final People PEOPLE = PracticeFiles.people();
  }

  private static final class LazyEdits {
    static final Map<String, SelfEdit> EDITS = PracticeFiles.edits();
  }
}
