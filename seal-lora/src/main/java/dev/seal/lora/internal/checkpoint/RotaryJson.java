package dev.seal.lora.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How positions turn in a {@code config.json}: the base at the top and {@code rope_scaling}, as
 * transformers wrote them up to version 4, or all of it in {@code rope_parameters}, as later. Both
 * are read, and the first is written, which all versions read.
 */
final class RotaryJson {

  private static final double DEFAULT_THETA = 10_000;

  private static final Set<String> COMMON =
      Set.of("rope_type", "type", "rope_theta", "partial_rotary_factor");

  /** Transformers' name for a divisor of its own for each pair. */
  private static final String LISTS = "longrope";

  private static final Set<String> LISTS_KEYS =
      Set.of(
          "short_factor",
          "long_factor",
          "factor",
          "attention_factor",
          "original_max_position_embeddings");

  private RotaryJson() {}

  static Rotary parse(JsonFields json, int headSize, int window) {
    Optional<JsonFields> old = group(json, "rope_scaling");
    Optional<JsonFields> present = group(json, "rope_parameters");
    double theta = json.number("rope_theta", DEFAULT_THETA);
    if (present.isPresent()) {
      theta = present.get().number("rope_theta", theta);
    }
    requireEqualTheta(json, json, theta);
    if (old.isPresent()) {
      requireEqualTheta(json, old.get(), theta);
    }
    if (old.isEmpty() && present.isEmpty()) {
      return Rotary.plain(theta);
    }
    Rotary rotary = scaled(present.orElseGet(old::orElseThrow), theta, headSize, window);
    if (old.isPresent() && !scaled(old.get(), theta, headSize, window).equals(rotary)) {
      throw new ModelFormatException(
          "%s: \"rope_scaling\" is %s, but \"rope_parameters\" is %s; remove the wrong one"
              .formatted(json.file(), json.text("rope_scaling"), json.text("rope_parameters")));
    }
    return rotary;
  }

  private static Optional<JsonFields> group(JsonFields json, String key) {
    return json.isEmptyOrFalse(key) ? Optional.empty() : Optional.of(json.fields(key));
  }

  private static void requireEqualTheta(JsonFields json, JsonFields where, double theta) {
    if (where.has("rope_theta") && where.number("rope_theta") != theta) {
      throw new ModelFormatException(
          "%s: \"%s\" is %s, but \"rope_parameters.rope_theta\" is %s; remove the wrong one"
              .formatted(json.file(), where.path("rope_theta"), where.text("rope_theta"), theta));
    }
  }

  private static Rotary scaled(JsonFields rope, double theta, int headSize, int window) {
    String typeKey = rope.has("rope_type") ? "rope_type" : "type";
    String type = rope.has(typeKey) ? rope.string(typeKey) : "default";
    if (rope.has("partial_rotary_factor") && rope.number("partial_rotary_factor") != 1) {
      throw ConfigJson.unsupported(rope, "partial_rotary_factor", "1.0");
    }
    switch (type) {
      case "default" -> {
        requireKeys(rope, Set.of());
        return Rotary.plain(theta);
      }
      case "linear" -> {
        requireKeys(rope, Set.of("factor"));
        return Rotary.linear(theta, headSize, rope.number("factor"));
      }
      case "llama3" -> {
        requireKeys(
            rope,
            Set.of(
                "factor",
                "low_freq_factor",
                "high_freq_factor",
                "original_max_position_embeddings"));
        return Rotary.llama3(
            theta,
            headSize,
            rope.number("factor"),
            rope.number("low_freq_factor"),
            rope.number("high_freq_factor"),
            rope.integer("original_max_position_embeddings", 1, Integer.MAX_VALUE, window));
      }
      default -> {
        if (type.equals(LISTS) && stretchesByOneList(rope)) {
          requireKeys(rope, LISTS_KEYS);
          return Rotary.stretched(theta, rope.numbers("short_factor"));
        }
        throw ConfigJson.unsupported(
            rope,
            typeKey,
            "rotary positions of the types default, linear, llama3, and longrope of one list");
      }
    }
  }

  // Of two lists, which one counts would depend on how long a text is.
  private static boolean stretchesByOneList(JsonFields rope) {
    return rope.has("short_factor")
        && rope.has("long_factor")
        && rope.numbers("short_factor").equals(rope.numbers("long_factor"))
        && rope.has("attention_factor")
        && rope.number("attention_factor") == 1;
  }

  /** Adds the keys of what {@link #parse} reads. */
  static void write(JsonObject json, Rotary rotary, int window) {
    json.addProperty("rope_theta", rotary.theta());
    List<Double> divisors = rotary.divisors();
    if (divisors.isEmpty()) {
      return;
    }
    JsonObject scaling = new JsonObject();
    if (rotary.llama3().isPresent()) {
      Rotary.Llama3 llama3 = rotary.llama3().get();
      scaling.addProperty("rope_type", "llama3");
      scaling.addProperty("factor", llama3.factor());
      scaling.addProperty("low_freq_factor", llama3.low());
      scaling.addProperty("high_freq_factor", llama3.high());
      scaling.addProperty("original_max_position_embeddings", llama3.originalWindow());
    } else if (divisors.stream().distinct().count() == 1) {
      scaling.addProperty("rope_type", "linear");
      scaling.addProperty("factor", divisors.get(0));
    } else {
      JsonArray list = new JsonArray();
      divisors.forEach(list::add);
      scaling.addProperty("rope_type", LISTS);
      scaling.add("short_factor", list);
      scaling.add("long_factor", list);
      scaling.addProperty("factor", 1.0);
      scaling.addProperty("attention_factor", 1.0);
      scaling.addProperty("original_max_position_embeddings", window);
    }
    json.add("rope_scaling", scaling);
  }

  private static void requireKeys(JsonFields rope, Set<String> allowed) {
    for (String key : rope.keys()) {
      if (!COMMON.contains(key) && !allowed.contains(key)) {
        throw new UnsupportedModelException(
            "%s: the key \"%s\" (%s) is not known to this version, and may change how positions turn; choose another model"
                .formatted(rope.file(), rope.path(key), rope.text(key)));
      }
    }
  }
}
