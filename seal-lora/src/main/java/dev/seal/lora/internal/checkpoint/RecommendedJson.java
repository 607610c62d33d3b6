package dev.seal.lora.internal.checkpoint;

import static java.util.stream.Collectors.toSet;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
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
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The text of {@code seal.json}, this library's own file of settings that a model asks for: {@code
 * lora}, {@code training}, {@code self_edit}, {@code answer}, {@code fine_tuning} and {@code joint}
 * (each with {@code lora} and {@code training}), {@code evaluations} and {@code tasks} (settings by
 * name, in a section for each task), each optional. What a section leaves out keeps its value in
 * {@link PaperDefaults}; keys nobody knows are refused.
 */
final class RecommendedJson {

  private static final Gson PLAIN = new Gson();
  private static final Set<String> KEYS =
      Set.of(
          "lora",
          "training",
          "self_edit",
          "answer",
          "fine_tuning",
          "joint",
          "evaluations",
          "tasks");

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
          json.has("evaluations") ? integer(json, "evaluations") : null,
          json.has("tasks") ? tasks(json.fields("tasks")) : Map.of());
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new ModelFormatException(json.file() + ": " + e.getMessage(), e);
    }
  }

  private static Map<String, Map<String, String>> tasks(JsonFields json) {
    Map<String, Map<String, String>> tasks = new LinkedHashMap<>();
    for (String task : json.keys()) {
      JsonFields settings = json.fields(task);
      Map<String, String> named = new LinkedHashMap<>();
      for (String key : settings.keys()) {
        named.put(
            key,
            settings.isText(key)
                ? settings.string(key)
                : String.valueOf(settings.integer(key, Long.MIN_VALUE, Long.MAX_VALUE)));
      }
      tasks.put(task, named);
    }
    return tasks;
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
        case "rank_stabilized" -> builder.rankStabilized(json.flag(key, false));
        case "layers" ->
            builder.layers(
                json.integers(key, 0, Integer.MAX_VALUE).stream()
                    .map(Math::toIntExact)
                    .collect(toSet()));
        case "excluded_modules" -> builder.excludedModules(Set.copyOf(json.strings(key)));
        case "rank_pattern" ->
            builder.rankPattern(pattern(json.fields(key), RecommendedJson::integer));
        case "alpha_pattern" -> builder.alphaPattern(pattern(json.fields(key), JsonFields::number));
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

  private static <V> Map<String, V> pattern(
      JsonFields json, BiFunction<JsonFields, String, V> value) {
    Map<String, V> pattern = new LinkedHashMap<>();
    json.keys().forEach(name -> pattern.put(name, value.apply(json, name)));
    return pattern;
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
        case "min_tokens" -> builder.minTokens(integer(json, key));
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

  /** What {@link #parse} reads as these recommendations; each section says all of its settings. */
  static JsonObject json(Recommended recommended) {
    JsonObject json = new JsonObject();
    if (recommended.lora() != null) {
      json.add("lora", json(recommended.lora()));
    }
    if (recommended.training() != null) {
      json.add("training", json(recommended.training()));
    }
    if (recommended.selfEdit() != null) {
      json.add("self_edit", json(recommended.selfEdit()));
    }
    if (recommended.answer() != null) {
      json.add("answer", json(recommended.answer()));
    }
    if (recommended.fineTuning() != null) {
      json.add("fine_tuning", json(recommended.fineTuning()));
    }
    if (recommended.joint() != null) {
      json.add("joint", json(recommended.joint()));
    }
    if (recommended.evaluations() != null) {
      json.addProperty("evaluations", recommended.evaluations());
    }
    if (!recommended.tasks().isEmpty()) {
      json.add("tasks", PLAIN.toJsonTree(recommended.tasks()));
    }
    return json;
  }

  private static JsonObject json(LoraTraining both) {
    JsonObject json = new JsonObject();
    json.add("lora", json(both.lora()));
    json.add("training", json(both.training()));
    return json;
  }

  private static JsonObject json(LoraSpec lora) {
    JsonObject json = new JsonObject();
    json.addProperty("rank", lora.rank());
    json.addProperty("alpha", lora.alpha());
    json.addProperty("rank_stabilized", lora.rankStabilized());
    json.add(
        "target_modules",
        PLAIN.toJsonTree(lora.targetModules().stream().map(TargetModule::moduleName).toList()));
    json.add("layers", PLAIN.toJsonTree(lora.layers()));
    json.add("excluded_modules", PLAIN.toJsonTree(lora.excludedModules()));
    json.add("rank_pattern", PLAIN.toJsonTree(lora.rankPattern()));
    json.add("alpha_pattern", PLAIN.toJsonTree(lora.alphaPattern()));
    return json;
  }

  private static JsonObject json(TrainingSpec training) {
    JsonObject json = new JsonObject();
    json.addProperty("learning_rate", training.learningRate());
    json.addProperty("schedule", label(training.schedule()));
    json.addProperty("warmup_steps", training.warmupSteps());
    json.addProperty("weight_decay", training.weightDecay());
    json.addProperty("clip_norm", training.clipNorm());
    json.addProperty("epochs", training.epochs());
    json.addProperty("batch_size", training.batchSize());
    json.addProperty("accumulation", training.accumulation());
    json.addProperty("max_length", training.maxLength());
    return json;
  }

  private static JsonObject json(Sampling sampling) {
    JsonObject json = new JsonObject();
    json.addProperty("temperature", sampling.temperature());
    json.addProperty("top_p", sampling.topP());
    json.addProperty("top_k", sampling.topK());
    json.addProperty("min_tokens", sampling.minTokens());
    json.addProperty("max_tokens", sampling.maxTokens());
    json.add("stop_strings", PLAIN.toJsonTree(sampling.stopStrings()));
    json.add("stop_tokens", PLAIN.toJsonTree(sampling.stopTokens()));
    return json;
  }

  private static String label(Schedule schedule) {
    return schedule.name().toLowerCase(Locale.ROOT);
  }

  private static Schedule schedule(JsonFields json, String key) {
    String name = json.string(key);
    for (Schedule schedule : Schedule.values()) {
      if (label(schedule).equals(name)) {
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
