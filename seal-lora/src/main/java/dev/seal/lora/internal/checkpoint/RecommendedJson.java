package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.LoraTraining;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.model.Schedule;
import dev.seal.api.model.TargetModule;
import dev.seal.api.model.TrainingSpec;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Reads {@code seal.json}, this library's own file of settings that a model asks for: {@code lora},
 * {@code training}, {@code self_edit}, {@code answer}, {@code fine_tuning} and {@code joint} (each
 * with {@code lora} and {@code training}) and {@code evaluations}, each optional. What a section
 * leaves out keeps its value in {@link PaperDefaults}; keys nobody knows are refused.
 */
final class RecommendedJson {

  private static final Set<String> KEYS =
      Set.of("lora", "training", "self_edit", "answer", "fine_tuning", "joint", "evaluations");

  private RecommendedJson() {}

  static Recommended parse(JsonFields json) {
    try {
      for (String key : json.keys()) {
        if (!KEYS.contains(key)) {
          throw unknown(json, key);
        }
      }
      return new Recommended(
          json.has("lora") ? lora(json.fields("lora"), LoraSpec.builder()) : null,
          json.has("training") ? training(json.fields("training"), TrainingSpec.builder()) : null,
          json.has("self_edit")
              ? sampling(json.fields("self_edit"), PaperDefaults.SELF_EDIT)
              : null,
          json.has("answer") ? sampling(json.fields("answer"), PaperDefaults.ANSWER) : null,
          json.has("fine_tuning")
              ? both(json.fields("fine_tuning"), PaperDefaults.FINE_TUNING)
              : null,
          json.has("joint") ? both(json.fields("joint"), PaperDefaults.JOINT) : null,
          json.has("evaluations") ? integer(json, "evaluations") : null);
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(json.file() + ": " + e.getMessage(), e);
    }
  }

  private static LoraTraining both(JsonFields json, LoraTraining defaults) {
    LoraSpec lora = defaults.lora();
    TrainingSpec training = defaults.training();
    for (String key : json.keys()) {
      switch (key) {
        case "lora" -> lora = lora(json.fields(key), lora.toBuilder());
        case "training" -> training = training(json.fields(key), training.toBuilder());
        default -> throw unknown(json, key);
      }
    }
    return new LoraTraining(lora, training);
  }

  private static LoraSpec lora(JsonFields json, LoraSpec.Builder builder) {
    for (String key : json.keys()) {
      switch (key) {
        case "rank" -> builder.rank(integer(json, key));
        case "alpha" -> builder.alpha(json.number(key));
        case "target_modules" -> {
          Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
          json.strings(key).forEach(name -> modules.add(TargetModule.of(name)));
          builder.targetModules(modules);
        }
        default -> throw unknown(json, key);
      }
    }
    return builder.build();
  }

  private static TrainingSpec training(JsonFields json, TrainingSpec.Builder builder) {
    for (String key : json.keys()) {
      switch (key) {
        case "learning_rate" -> builder.learningRate(json.number(key));
        case "schedule" -> builder.schedule(schedule(json, key));
        case "warmup_steps" -> builder.warmupSteps(integer(json, key));
        case "weight_decay" -> builder.weightDecay(json.number(key));
        case "clip_norm" -> builder.clipNorm(json.number(key));
        case "epochs" -> builder.epochs(integer(json, key));
        case "batch_size" -> builder.batchSize(integer(json, key));
        case "accumulation" -> builder.accumulation(integer(json, key));
        case "max_length" -> builder.maxLength(integer(json, key));
        default -> throw unknown(json, key);
      }
    }
    return builder.build();
  }

  private static Sampling sampling(JsonFields json, Sampling defaults) {
    Sampling.Builder builder = defaults.toBuilder();
    for (String key : json.keys()) {
      switch (key) {
        case "temperature" -> builder.temperature(json.number(key));
        case "top_p" -> builder.topP(json.number(key));
        case "top_k" -> builder.topK(integer(json, key));
        case "max_tokens" -> builder.maxTokens(integer(json, key));
        case "stop_strings" -> builder.stopStrings(json.strings(key));
        case "stop_tokens" ->
            builder.stopTokens(
                json.integers(key, 0, Integer.MAX_VALUE).stream().map(Math::toIntExact).toList());
        default -> throw unknown(json, key);
      }
    }
    return builder.build();
  }

  private static Schedule schedule(JsonFields json, String key) {
    String name = json.string(key);
    for (Schedule schedule : Schedule.values()) {
      if (schedule.name().toLowerCase(Locale.ROOT).equals(name)) {
        return schedule;
      }
    }
    throw new ModelFormatException(
        "%s: \"%s\" must be linear, cosine or constant, but was \"%s\""
            .formatted(json.file(), json.path(key), name));
  }

  private static int integer(JsonFields json, String key) {
    return (int) json.integer(key, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  private static ModelFormatException unknown(JsonFields json, String key) {
    return new ModelFormatException(
        json.file()
            + ": the key \""
            + json.path(key)
            + "\" is not known; correct its spelling or remove it");
  }
}
