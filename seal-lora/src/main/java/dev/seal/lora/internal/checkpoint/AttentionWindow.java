package dev.seal.lora.internal.checkpoint;

/** Sliding-window attention is not computed, so a configuration may name it but not use it. */
final class AttentionWindow {

  // What Hugging Face's Qwen configurations say where a key is absent.
  private static final int DEFAULT_FULL_LAYERS = 28;
  private static final int DEFAULT_WINDOW = 4096;

  private AttentionWindow() {}

  static void requireUnused(
      JsonFields json, Architecture architecture, int layers, int contextWindow) {
    if (json.has("layer_types")
        && !json.strings("layer_types").stream().allMatch("full_attention"::equals)) {
      throw ConfigJson.unsupported(json, "layer_types", "full_attention");
    }
    boolean named = window(json, architecture) < contextWindow;
    if (architecture == Architecture.LLAMA) {
      if (named || json.flag("use_sliding_window", false)) {
        throw unsupported(json, named ? "sliding_window" : "use_sliding_window");
      }
      return;
    }
    boolean everyLayerFull =
        json.has("layer_types")
            || json.integer("max_window_layers", 0, Integer.MAX_VALUE, DEFAULT_FULL_LAYERS)
                >= layers;
    if (named && !everyLayerFull && json.flag("use_sliding_window", false)) {
      throw unsupported(json, "sliding_window");
    }
  }

  private static long window(JsonFields json, Architecture architecture) {
    if (architecture != Architecture.LLAMA && !json.keys().contains("sliding_window")) {
      return DEFAULT_WINDOW;
    }
    return json.isEmptyOrFalse("sliding_window")
        ? Long.MAX_VALUE
        : json.integer("sliding_window", 1, Integer.MAX_VALUE);
  }

  private static RuntimeException unsupported(JsonFields json, String key) {
    return ConfigJson.unsupported(json, key, "attention over the whole window");
  }
}
