package dev.seal.lora.internal.adapter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.lora.internal.checkpoint.JsonFields;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Reads and writes PEFT's {@code adapter_config.json}. */
final class AdapterConfigJson {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private static final Set<String> READ =
      Set.of(
          "peft_type",
          "task_type",
          "r",
          "lora_alpha",
          "target_modules",
          "exclude_modules",
          "layers_to_transform",
          "layers_pattern",
          "rank_pattern",
          "alpha_pattern",
          "use_rslora",
          "bias",
          "base_model_name_or_path",
          "init_lora_weights");

  /**
   * Each of these switches on a variant that changes what an adapter computes: absent, null, false
   * or empty, or refused.
   */
  private static final Set<String> VARIANTS =
      Set.of(
          "use_dora",
          "use_qalora",
          "use_bdlora",
          "lora_bias",
          "fan_in_fan_out",
          "modules_to_save",
          "layer_replication",
          "target_parameters",
          "trainable_token_indices",
          "alora_invocation_tokens",
          "arrow_config",
          "loftq_config",
          "eva_config",
          "corda_config",
          "lora_ga_config",
          "megatron_config",
          "ensure_weight_tying");

  /** Notes, and what matters only while PEFT itself trains. */
  private static final Set<String> HARMLESS =
      Set.of(
          "auto_mapping",
          "inference_mode",
          "lora_dropout",
          "megatron_core",
          "peft_version",
          "qalora_group_size",
          "revision",
          "runtime_config");

  private AdapterConfigJson() {}

  /** The base model's name; an empty text where the file has none. */
  static String baseModel(JsonFields json) {
    return json.optionalString("base_model_name_or_path").orElse("");
  }

  /** The shape that a configuration describes, of a model. */
  static LoraSpec spec(JsonFields json, ModelConfig config) {
    require(json, "peft_type", "LORA");
    if (json.has("task_type")) {
      require(json, "task_type", "CAUSAL_LM");
    }
    if (json.has("bias")) {
      require(json, "bias", "none");
    }
    for (String key : json.keys()) {
      if (VARIANTS.contains(key) && !json.isEmptyOrFalse(key)) {
        throw new UnsupportedModelException(
            "%s: \"%s\" is %s, a variant of LoRA that this library does not compute; train the adapter without it"
                .formatted(json.file(), key, json.text(key)));
      }
      // Every release of PEFT has new keys, and writes those that are not used as null or false.
      if (!VARIANTS.contains(key)
          && !READ.contains(key)
          && !HARMLESS.contains(key)
          && !json.isEmptyOrFalse(key)) {
        throw new UnsupportedModelException(
            "%s: the key \"%s\" (%s) is not known to this version, and may change what the adapter computes; save it as plain LoRA, or remove the key if it is only a note"
                .formatted(json.file(), key, json.text(key)));
      }
    }
    requireUntouchedBase(json);
    return TargetMatrices.read(json, config);
  }

  private static void require(JsonFields json, String key, String value) {
    if (!json.string(key).equals(value)) {
      throw unsupported(json, key, value);
    }
  }

  /**
   * Some ways of starting (PiSSA, OLoRA, CorDA, LoftQ) change the base weights too, so the factors
   * do not fit the plain base.
   */
  private static void requireUntouchedBase(JsonFields json) {
    if (json.isText("init_lora_weights")
        && !Set.of("gaussian", "eva", "orthogonal").contains(json.string("init_lora_weights"))) {
      throw unsupported(json, "init_lora_weights", "adapters of an unchanged base");
    }
  }

  private static UnsupportedModelException unsupported(
      JsonFields json, String key, String computed) {
    return new UnsupportedModelException(
        "%s: \"%s\" is %s, but this library computes %s only; save the adapter in that form"
            .formatted(json.file(), key, json.text(key), computed));
  }

  /**
   * The configuration of an adapter.
   *
   * @param adapted the matrices that it adapts
   */
  static String text(LoraSpec spec, Collection<AdapterKey> adapted, String baseModel) {
    JsonArray modules = new JsonArray();
    spec.targetModules().forEach(module -> modules.add(module.moduleName()));
    JsonElement layers = JsonNull.INSTANCE;
    if (!spec.layers().isEmpty()) {
      JsonArray numbers = new JsonArray();
      spec.layers().forEach(numbers::add);
      layers = numbers;
    }
    JsonObject json = new JsonObject();
    json.add(
        "alpha_pattern",
        pattern(
            adapted,
            key -> spec.alpha(key.layer(), key.module()),
            spec.alpha(),
            AdapterConfigJson::number));
    json.add("auto_mapping", JsonNull.INSTANCE);
    json.addProperty("base_model_name_or_path", baseModel);
    json.addProperty("bias", "none");
    if (!spec.excludedModules().isEmpty()) {
      // Releases of PEFT before 0.14 do not know the key.
      JsonArray excluded = new JsonArray();
      spec.excludedModules().forEach(excluded::add);
      json.add("exclude_modules", excluded);
    }
    json.addProperty("fan_in_fan_out", false);
    json.addProperty("inference_mode", true);
    json.addProperty("init_lora_weights", true);
    json.add("layers_pattern", JsonNull.INSTANCE);
    json.add("layers_to_transform", layers);
    json.add("lora_alpha", number(spec.alpha()));
    json.addProperty("lora_dropout", 0);
    json.add("modules_to_save", JsonNull.INSTANCE);
    json.addProperty("peft_type", "LORA");
    json.addProperty("r", spec.rank());
    json.add(
        "rank_pattern",
        pattern(
            adapted, key -> spec.rank(key.layer(), key.module()), spec.rank(), JsonPrimitive::new));
    json.add("revision", JsonNull.INSTANCE);
    json.add("target_modules", modules);
    json.addProperty("task_type", "CAUSAL_LM");
    json.addProperty("use_dora", false);
    json.addProperty("use_rslora", spec.rankStabilized());
    return GSON.toJson(json) + "\n";
  }

  private static <V> JsonObject pattern(
      Collection<AdapterKey> adapted,
      Function<AdapterKey, V> value,
      V otherwise,
      Function<V, JsonPrimitive> written) {
    Map<AdapterKey, V> values = new LinkedHashMap<>();
    adapted.forEach(key -> values.put(key, value.apply(key)));
    JsonObject json = new JsonObject();
    TargetMatrices.pattern(values, otherwise)
        .forEach((name, each) -> json.add(name, written.apply(each)));
    return json;
  }

  private static JsonPrimitive number(double value) {
    boolean whole = value == Math.rint(value) && value <= Integer.MAX_VALUE;
    return whole ? new JsonPrimitive((int) value) : new JsonPrimitive(value);
  }
}
