package dev.seal.lora.internal.adapter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.JsonFields;
import java.util.EnumSet;
import java.util.Set;

/** Reads and writes PEFT's {@code adapter_config.json}. */
final class AdapterConfigJson {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  private static final int LARGEST_RANK = 65_536;

  private static final Set<String> READ =
      Set.of(
          "peft_type",
          "task_type",
          "r",
          "lora_alpha",
          "target_modules",
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
          "use_rslora",
          "use_qalora",
          "use_bdlora",
          "lora_bias",
          "fan_in_fan_out",
          "modules_to_save",
          "rank_pattern",
          "alpha_pattern",
          "layers_to_transform",
          "layers_pattern",
          "layer_replication",
          "exclude_modules",
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

  static LoraSpec spec(JsonFields json) {
    require(json, "peft_type", "LORA");
    if (json.has("task_type")) {
      require(json, "task_type", "CAUSAL_LM");
    }
    if (json.has("bias")) {
      require(json, "bias", "none");
    }
    for (String key : json.keys()) {
      if (VARIANTS.contains(key) && !json.isEmptyOrFalse(key)) {
        throw unsupported(json, key, "plain LoRA, without it,");
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
    try {
      return LoraSpec.builder()
          .rank((int) json.integer("r", 1, LARGEST_RANK))
          .alpha(json.number("lora_alpha"))
          .targetModules(targetModules(json))
          .build();
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(json.file() + ": " + e.getMessage(), e);
    }
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

  private static Set<TargetModule> targetModules(JsonFields json) {
    if (!json.isArray("target_modules")) {
      throw unsupported(json, "target_modules", "a list of module names");
    }
    Set<TargetModule> modules = EnumSet.noneOf(TargetModule.class);
    for (String name : json.strings("target_modules")) {
      try {
        modules.add(TargetModule.of(name));
      } catch (IllegalArgumentException e) {
        throw new UnsupportedModelException(
            json.file() + ": \"target_modules\": " + e.getMessage(), e);
      }
    }
    return modules;
  }

  private static UnsupportedModelException unsupported(
      JsonFields json, String key, String computed) {
    return new UnsupportedModelException(
        "%s: \"%s\" is %s, but this library computes %s only; save the adapter in that form"
            .formatted(json.file(), key, json.text(key), computed));
  }

  static String text(LoraSpec spec, String baseModel) {
    JsonArray modules = new JsonArray();
    spec.targetModules().forEach(module -> modules.add(module.moduleName()));
    JsonObject json = new JsonObject();
    json.add("alpha_pattern", new JsonObject());
    json.add("auto_mapping", JsonNull.INSTANCE);
    json.addProperty("base_model_name_or_path", baseModel);
    json.addProperty("bias", "none");
    json.addProperty("fan_in_fan_out", false);
    json.addProperty("inference_mode", true);
    json.addProperty("init_lora_weights", true);
    json.add("layers_pattern", JsonNull.INSTANCE);
    json.add("layers_to_transform", JsonNull.INSTANCE);
    double alpha = spec.alpha();
    if (alpha == Math.rint(alpha) && alpha <= Integer.MAX_VALUE) {
      json.addProperty("lora_alpha", (int) alpha);
    } else {
      json.addProperty("lora_alpha", alpha);
    }
    json.addProperty("lora_dropout", 0);
    json.add("modules_to_save", JsonNull.INSTANCE);
    json.addProperty("peft_type", "LORA");
    json.addProperty("r", spec.rank());
    json.add("rank_pattern", new JsonObject());
    json.add("revision", JsonNull.INSTANCE);
    json.add("target_modules", modules);
    json.addProperty("task_type", "CAUSAL_LM");
    json.addProperty("use_dora", false);
    json.addProperty("use_rslora", false);
    return GSON.toJson(json) + "\n";
  }
}
