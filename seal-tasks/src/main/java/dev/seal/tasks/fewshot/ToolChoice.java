package dev.seal.tasks.fewshot;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.seal.api.DataFormatException;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.tasks.internal.Excerpt;
import dev.seal.tasks.internal.JsonReading;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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
   * values of the right type and in range, and nothing may follow.
   *
   * @param edit the self-edit
   * @return the choice
   * @throws UnusableEditException if it is not such JSON; the message says why
   */
  public static ToolChoice of(SelfEdit edit) {
    try (JsonReading json = new JsonReading(new StringReader(edit.text()), "self-edit")) {
      Reading reading = new Reading(json);
      ToolChoice choice = reading.choice();
      json.end();
      return choice;
    } catch (DataFormatException | IllegalArgumentException e) {
      throw new UnusableEditException(String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * This choice as a model would write it.
   *
   * @return JSON on one line
   */
  public SelfEdit toSelfEdit() {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
      json.beginObject().name("data_generation").beginObject();
      for (AugmentationGroup group : AugmentationGroup.values()) {
        json.name(key(group)).value(augmentations.contains(group));
      }
      json.endObject().name("training").beginObject();
      json.name("strategy").value(strategy.toString());
      json.name("learning_rate").value(learningRate);
      json.name("num_train_epochs").value(epochs);
      json.endObject().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: the text is in memory
    }
    return new SelfEdit(text.toString());
  }

  static String key(AugmentationGroup group) {
    return "use_" + group.name().toLowerCase(Locale.ROOT) + "_augmentations";
  }

  /** The values that were found so far. */
  private static final class Reading {

    private final JsonReading json;
    private final Map<AugmentationGroup, Boolean> uses = new EnumMap<>(AugmentationGroup.class);
    private @Nullable Strategy strategy;
    private @Nullable Double learningRate;
    private @Nullable Integer epochs;

    Reading(JsonReading json) {
      this.json = json;
    }

    ToolChoice choice() {
      String place = json.path();
      json.object(
          name -> {
            switch (name) {
              case "data_generation" -> json.object(this::dataGeneration);
              case "training" -> json.object(this::training);
              default -> throw unknown();
            }
          });
      EnumSet<AugmentationGroup> used = EnumSet.noneOf(AugmentationGroup.class);
      for (AugmentationGroup group : AugmentationGroup.values()) {
        if (json.required(uses.get(group), place, key(group))) {
          used.add(group);
        }
      }
      return new ToolChoice(
          used,
          json.required(strategy, place, "strategy"),
          json.required(learningRate, place, "learning_rate"),
          json.required(epochs, place, "num_train_epochs"));
    }

    private void dataGeneration(String name) {
      for (AugmentationGroup group : AugmentationGroup.values()) {
        if (key(group).equals(name)) {
          uses.put(group, json.bool());
          return;
        }
      }
      throw unknown();
    }

    private void training(String name) {
      switch (name) {
        case "strategy" -> strategy = strategy();
        case "learning_rate" -> learningRate = json.number();
        case "num_train_epochs" -> epochs = json.integer(1, MAX_EPOCHS);
        default -> throw unknown();
      }
    }

    private Strategy strategy() {
      String place = json.path();
      String name = json.string();
      for (Strategy known : Strategy.values()) {
        if (known.toString().equals(name)) {
          return known;
        }
      }
      throw json.wrong(
          place,
          "must be "
              + Strategy.ALL_TOKENS
              + " or "
              + Strategy.OUTPUT_TOKENS
              + ", but is \""
              + Excerpt.of(name)
              + '"');
    }

    private DataFormatException unknown() {
      return json.wrong(json.path(), "is not known; leave it out");
    }
  }
}
