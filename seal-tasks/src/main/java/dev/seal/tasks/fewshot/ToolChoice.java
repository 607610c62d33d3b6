package dev.seal.tasks.fewshot;

import static java.util.Objects.requireNonNull;

import dev.seal.api.DataFormatException;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A self-edit for a puzzle: which tools make training examples of its pairs, and how to train on
 * them (paper, section 3.2). As JSON it is
 *
 * <pre>
 * {"data_generation": {"use_basic_augmentations": true, "use_size_augmentations": false,
 *   "use_chain_augmentations": false, "use_repeat_augmentations": false},
 *  "training": {"strategy": "train_using_output_tokens", "learning_rate": 0.003,
 *   "num_train_epochs": 2}}
 * </pre>
 *
 * @param augmentations the groups of augmentations to use, in their order, unmodifiable
 * @param strategy which tokens the loss counts
 * @param learningRate the peak learning rate, from {@value #MIN_LEARNING_RATE} to {@value
 *     #MAX_LEARNING_RATE}
 * @param epochs how often each example is visited, from 1 to {@value #MAX_EPOCHS}
 */
public record ToolChoice(
    Set<AugmentationGroup> augmentations, Strategy strategy, double learningRate, int epochs) {

  /** The lowest learning rate. */
  public static final double MIN_LEARNING_RATE = 1e-6;

  /** The highest learning rate. */
  public static final double MAX_LEARNING_RATE = 0.1;

  /** The most epochs. */
  public static final int MAX_EPOCHS = 100;

  /**
   * What the paper's authors chose by hand: all augmentations, the loss on outputs, learning rate
   * 1e-4, 2 epochs. They kept the puzzles that it solves.
   */
  public static final ToolChoice PAPER_ORACLE =
      new ToolChoice(EnumSet.allOf(AugmentationGroup.class), Strategy.OUTPUT_TOKENS, 1e-4, 2);

  /** Which tokens the loss counts. */
  public enum Strategy {
    /** All but the first. */
    ALL_TOKENS,
    /** Those of the output grid, and the end token. */
    OUTPUT_TOKENS;

    /** The name in self-edits, such as {@code train_using_all_tokens}. */
    @Override
    public String toString() {
      return "train_using_" + name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Checks and copies.
   *
   * @param augmentations see the record
   * @param strategy see the record
   * @param learningRate see the record
   * @param epochs see the record
   * @throws IllegalArgumentException if the learning rate or the epochs are out of range
   */
  public ToolChoice {
    EnumSet<AugmentationGroup> ordered = EnumSet.noneOf(AugmentationGroup.class);
    ordered.addAll(augmentations);
    augmentations = Collections.unmodifiableSet(ordered);
    requireNonNull(strategy, "strategy");
    if (!(learningRate >= MIN_LEARNING_RATE && learningRate <= MAX_LEARNING_RATE)) {
      throw new IllegalArgumentException(
          "learning_rate must be from "
              + MIN_LEARNING_RATE
              + " to "
              + MAX_LEARNING_RATE
              + ", but was "
              + learningRate);
    }
    if (epochs < 1 || epochs > MAX_EPOCHS) {
      throw new IllegalArgumentException(
          "num_train_epochs must be from 1 to " + MAX_EPOCHS + ", but was " + epochs);
    }
  }

  /**
   * Reads a self-edit. Nothing is guessed: all keys must be there, each once and no others, with
   * values of the right type and in range, and nothing but white space may stand around the object.
   *
   * @param edit the self-edit
   * @return the choice
   * @throws UnusableEditException if it is not such JSON; the message says why
   */
  public static ToolChoice of(SelfEdit edit) {
    try {
      return ToolChoiceJson.read(edit.text());
    } catch (DataFormatException e) {
      throw new UnusableEditException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * This choice as a model would write it.
   *
   * @return JSON on one line, with a space behind each comma and colon
   */
  public SelfEdit toSelfEdit() {
    return new SelfEdit(ToolChoiceJson.write(this));
  }
}
