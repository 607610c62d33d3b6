package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.Set;

/** Reads the {@code llama.*} metadata of a GGUF file. */
final class GgufConfig {

  private static final String PREFIX = "llama.";

  private static final Set<String> READ =
      Set.of(
          "block_count",
          "context_length",
          "embedding_length",
          "feed_forward_length",
          "vocab_size",
          "attention.head_count",
          "attention.head_count_kv",
          "attention.key_length",
          "attention.value_length",
          "attention.layer_norm_rms_epsilon",
          "rope.dimension_count",
          "rope.freq_base");

  private GgufConfig() {}

  static ModelConfig parse(GgufMetadata metadata, int vocabularySize, boolean tiedEmbeddings) {
    requireLlama(metadata);
    int heads = metadata.integer("llama.attention.head_count");
    int hiddenSize = metadata.integer("llama.embedding_length");
    if (heads == 0 || (!metadata.has("llama.attention.key_length") && hiddenSize % heads != 0)) {
      throw new ModelFormatException(
          "%s: llama.embedding_length must be a multiple of llama.attention.head_count, but they are %d and %d"
              .formatted(metadata.file(), hiddenSize, heads));
    }
    int headSize = metadata.integer("llama.attention.key_length", hiddenSize / heads);
    requireEqual(metadata, "llama.attention.value_length", headSize);
    requireEqual(metadata, "llama.rope.dimension_count", headSize);
    if (metadata.integer("llama.vocab_size", vocabularySize) != vocabularySize) {
      throw new ModelFormatException(
          "%s: llama.vocab_size is %s, but the token table has %d rows; get the file again"
              .formatted(metadata.file(), metadata.text("llama.vocab_size"), vocabularySize));
    }
    try {
      return new ModelConfig(
          Architecture.LLAMA,
          metadata.integer("llama.block_count"),
          hiddenSize,
          heads,
          metadata.integer("llama.attention.head_count_kv", heads),
          headSize,
          metadata.integer("llama.feed_forward_length"),
          vocabularySize,
          metadata.integer("llama.context_length"),
          metadata.number("llama.attention.layer_norm_rms_epsilon"),
          Rotary.plain(metadata.number("llama.rope.freq_base", 10_000)),
          tiedEmbeddings,
          Set.of());
    } catch (IllegalArgumentException e) {
      throw new ModelFormatException(
          metadata.file() + ": " + e.getMessage() + "; get the file again", e);
    }
  }

  private static void requireLlama(GgufMetadata metadata) {
    String architecture = metadata.string("general.architecture");
    if (!architecture.equals("llama")) {
      throw unsupported(metadata, "general.architecture");
    }
    if (!metadata.optionalString("general.type").orElse("model").equals("model")) {
      throw unsupported(metadata, "general.type");
    }
    if (metadata.integer("split.count", 0) > 1) {
      throw unsupported(metadata, "split.count");
    }
    for (String key : metadata.keys()) {
      boolean plain = key.equals("llama.rope.scaling.type") && metadata.string(key).equals("none");
      boolean dense = key.startsWith("llama.expert_") && metadata.integer(key) == 0;
      if (key.startsWith(PREFIX)
          && !READ.contains(key.substring(PREFIX.length()))
          && !plain
          && !dense) {
        throw unsupported(metadata, key);
      }
    }
  }

  private static void requireEqual(GgufMetadata metadata, String key, int expected) {
    if (metadata.has(key) && metadata.integer(key) != expected) {
      throw new UnsupportedModelException(
          "%s: %s is %s, but this library computes heads of one size (%d) only; choose another model"
              .formatted(metadata.file(), key, metadata.text(key), expected));
    }
  }

  private static UnsupportedModelException unsupported(GgufMetadata metadata, String key) {
    return new UnsupportedModelException(
        "%s: the metadata key %s is %s, which this library does not compute; choose a plain Llama model in one file"
            .formatted(metadata.file(), key, metadata.text(key)));
  }
}
