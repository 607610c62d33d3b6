package dev.seal.lora.internal.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The families of transformers that are computed, by the name that Hugging Face and GGUF share. */
public enum Architecture {
  /** Llama 1, 2 and 3, and whatever calls itself so, such as SmolLM2. */
  LLAMA("LlamaForCausalLM"),
  /** Qwen2 and Qwen2.5: biases on queries, keys and values. */
  QWEN2("Qwen2ForCausalLM"),
  /** Qwen3: an RMS norm over each head of queries and keys. */
  QWEN3("Qwen3ForCausalLM");

  private final String className;

  Architecture(String className) {
    this.className = className;
  }

  static Optional<Architecture> of(String id) {
    return Arrays.stream(values()).filter(known -> known.id().equals(id)).findFirst();
  }

  /** All ids, for messages. */
  static String ids() {
    return Arrays.stream(values()).map(Architecture::id).collect(Collectors.joining(", "));
  }

  /** {@code model_type} in a {@code config.json}, {@code general.architecture} in GGUF. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The class in Hugging Face transformers. */
  String className() {
    return className;
  }

  /** Whether queries and keys are normalised head by head before they are turned. */
  public boolean normsQueriesAndKeys() {
    return this == QWEN3;
  }
}
