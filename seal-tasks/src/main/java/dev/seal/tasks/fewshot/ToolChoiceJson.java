package dev.seal.tasks.fewshot;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import dev.seal.api.DataFormatException;
import dev.seal.tasks.fewshot.ToolChoice.Strategy;
import dev.seal.tasks.internal.Excerpt;
import dev.seal.tasks.internal.JsonReading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A {@link ToolChoice} as JSON. */
final class ToolChoiceJson {

  private static final String REMEDY = "sample again, or allow more tokens";

  private final JsonReading json;

  private ToolChoiceJson(JsonReading json) {
    this.json = json;
  }

  /**
   * Reads a choice.
   *
   * @throws DataFormatException if the text is something else
   */
  static ToolChoice read(String text) {
    try (JsonReading json = new JsonReading(text, "self-edit", REMEDY)) {
      ToolChoice choice = new ToolChoiceJson(json).choice();
      json.end();
      return choice;
    }
  }

  static String write(ToolChoice choice) {
    StringWriter text = new StringWriter();
    try (JsonWriter json = new JsonWriter(text)) {
      json.setFormattingStyle(FormattingStyle.COMPACT.withSpaceAfterSeparators(true));
      json.beginObject().name("data_generation").beginObject();
      for (AugmentationGroup group : AugmentationGroup.values()) {
        json.name(key(group)).value(choice.augmentations().contains(group));
      }
      json.endObject().name("training").beginObject();
      json.name("strategy").value(choice.strategy().toString());
      json.name("learning_rate").value(plain(choice.learningRate()));
      json.name("num_train_epochs").value(choice.epochs());
      json.endObject().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: the text is in memory
    }
    return text.toString();
  }

  private static String key(AugmentationGroup group) {
    return "use_" + group.name().toLowerCase(Locale.ROOT) + "_augmentations";
  }

  /** Such as 0.0001, which as a double would be written 1.0E-4. */
  private static BigDecimal plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros();
  }

  private ToolChoice choice() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable Set<AugmentationGroup> augmentations;
          @Nullable Training training;
        };
    json.object(
        name -> {
          switch (name) {
            case "data_generation" -> fields.augmentations = augmentations();
            case "training" -> fields.training = training();
            default -> throw unknown(place, name);
          }
        });
    Set<AugmentationGroup> augmentations =
        json.required(fields.augmentations, place, "data_generation");
    Training training = json.required(fields.training, place, "training");
    return new ToolChoice(
        augmentations, training.strategy(), training.learningRate(), training.epochs());
  }

  private Set<AugmentationGroup> augmentations() {
    String place = json.path();
    Map<AugmentationGroup, Boolean> found = new EnumMap<>(AugmentationGroup.class);
    json.object(name -> found.put(group(place, name), json.bool()));
    Set<AugmentationGroup> used = EnumSet.noneOf(AugmentationGroup.class);
    for (AugmentationGroup group : AugmentationGroup.values()) {
      if (json.required(found.get(group), place, key(group))) {
        used.add(group);
      }
    }
    return used;
  }

  private AugmentationGroup group(String place, String name) {
    for (AugmentationGroup group : AugmentationGroup.values()) {
      if (key(group).equals(name)) {
        return group;
      }
    }
    throw unknown(place, name);
  }

  private Training training() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable Strategy strategy;
          @Nullable Double learningRate;
          @Nullable Integer epochs;
        };
    json.object(
        name -> {
          switch (name) {
            case "strategy" -> fields.strategy = strategy();
            case "learning_rate" ->
                fields.learningRate =
                    json.number(ToolChoice.MIN_LEARNING_RATE, ToolChoice.MAX_LEARNING_RATE);
            case "num_train_epochs" -> fields.epochs = json.integer(1, ToolChoice.MAX_EPOCHS);
            default -> throw unknown(place, name);
          }
        });
    return new Training(
        json.required(fields.strategy, place, "strategy"),
        json.required(fields.learningRate, place, "learning_rate"),
        json.required(fields.epochs, place, "num_train_epochs"));
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
            + "\"; "
            + REMEDY);
  }

  // Not by its own path, which has all of a name that may be very long.
  private DataFormatException unknown(String place, String name) {
    return json.wrong(place, "has an unknown key \"" + Excerpt.of(name) + "\"; " + REMEDY);
  }

  private record Training(Strategy strategy, double learningRate, int epochs) {}
}
