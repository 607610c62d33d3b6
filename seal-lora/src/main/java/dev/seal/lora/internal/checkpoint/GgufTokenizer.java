package dev.seal.lora.internal.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the text of a {@code tokenizer.json} from the {@code tokenizer.ggml.*} metadata of a GGUF
 * file. The metadata names the splitting of text into words only by a word, so each such word that
 * is read has its rules written here.
 */
final class GgufTokenizer {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  /**
   * Token types of GGUF: a control token is left out when decoding, a user-defined one is not; both
   * are matched whole.
   */
  private static final long CONTROL = 3;

  private static final long USER_DEFINED = 4;

  private static final Set<String> READ =
      Set.of(
          "model",
          "pre",
          "tokens",
          "token_type",
          "merges",
          "bos_token_id",
          "eos_token_id",
          "eot_token_id");

  /** About tokens that this library never adds, or for other kinds of tokenizers. */
  private static final Set<String> HARMLESS =
      Set.of(
          "scores",
          "token_type_count",
          "unknown_token_id",
          "padding_token_id",
          "seperator_token_id",
          "separator_token_id",
          "cls_token_id",
          "mask_token_id",
          "eom_token_id",
          "add_bos_token",
          "add_eos_token",
          "add_sep_token",
          "prefix_token_id",
          "suffix_token_id",
          "middle_token_id",
          "fim_pre_token_id",
          "fim_suf_token_id",
          "fim_mid_token_id",
          "fim_pad_token_id",
          "fim_rep_token_id",
          "fim_sep_token_id");

  private GgufTokenizer() {}

  static String json(GgufMetadata metadata) {
    requireKnown(metadata);
    List<String> tokens = metadata.strings(PREFIX + "tokens");
    Map<String, Integer> ids = new HashMap<>();
    JsonObject vocabulary = new JsonObject();
    for (int id = 0; id < tokens.size(); id++) {
      Integer other = ids.putIfAbsent(tokens.get(id), id);
      if (other != null) {
        throw new ModelFormatException(
            "%s: tokens %d and %d are both \"%s\"; get the file again"
                .formatted(metadata.file(), other, id, tokens.get(id)));
      }
      vocabulary.addProperty(tokens.get(id), id);
    }
    JsonObject model = new JsonObject();
    model.addProperty("type", "BPE");
    model.add("dropout", JsonNull.INSTANCE);
    model.add("unk_token", JsonNull.INSTANCE);
    model.add("continuing_subword_prefix", JsonNull.INSTANCE);
    model.add("end_of_word_suffix", JsonNull.INSTANCE);
    model.addProperty("fuse_unk", false);
    model.addProperty("byte_fallback", false);
    model.addProperty("ignore_merges", false);
    model.add("vocab", vocabulary);
    model.add("merges", merges(metadata, ids));
    JsonObject tokenizer = new JsonObject();
    tokenizer.addProperty("version", "1.0");
    tokenizer.add("truncation", JsonNull.INSTANCE);
    tokenizer.add("padding", JsonNull.INSTANCE);
    tokenizer.add("added_tokens", addedTokens(metadata, tokens));
    tokenizer.add("normalizer", JsonNull.INSTANCE);
    tokenizer.add("pre_tokenizer", digitsThenBytes());
    tokenizer.add("post_processor", JsonNull.INSTANCE);
    tokenizer.add("decoder", byteLevel());
    tokenizer.add("model", model);
    return GSON.toJson(tokenizer);
  }

  private static void requireKnown(GgufMetadata metadata) {
    requireValue(metadata, "model", "gpt2");
    requireValue(metadata, "pre", "smollm");
    for (String key : metadata.keys()) {
      String last = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
      boolean neutral =
          (last.equals("add_space_prefix") || last.equals("remove_extra_whitespaces"))
              && !metadata.flag(key, false);
      if (!last.isEmpty() && !READ.contains(last) && !HARMLESS.contains(last) && !neutral) {
        throw new UnsupportedModelException(
            "%s: the metadata key %s (%s) is not known to this version, and may change how text is split; choose another file"
                .formatted(metadata.file(), key, metadata.text(key)));
      }
    }
  }

  private static void requireValue(GgufMetadata metadata, String key, String read) {
    if (!metadata.string(PREFIX + key).equals(read)) {
      throw new UnsupportedModelException(
          "%s: %s is \"%s\", but this library reads \"%s\" only; use the model's folder in Hugging Face layout, which has a tokenizer.json"
              .formatted(metadata.file(), PREFIX + key, metadata.text(PREFIX + key), read));
    }
  }

  private static JsonArray merges(GgufMetadata metadata, Map<String, Integer> ids) {
    JsonArray merges = new JsonArray();
    for (String merge : metadata.strings(PREFIX + "merges")) {
      int space = merge.indexOf(' ');
      boolean pair = space > 0 && space < merge.length() - 1 && merge.indexOf(' ', space + 1) < 0;
      if (!pair
          || !ids.containsKey(merge.substring(0, space))
          || !ids.containsKey(merge.substring(space + 1))
          || !ids.containsKey(merge.replace(" ", ""))) {
        throw new ModelFormatException(
            "%s: merge %d, \"%s\", must be two tokens with a space between them that together make a third; get the file again"
                .formatted(metadata.file(), merges.size(), merge));
      }
      merges.add(merge);
    }
    return merges;
  }

  private static JsonArray addedTokens(GgufMetadata metadata, List<String> tokens) {
    List<Long> types = metadata.integers(PREFIX + "token_type");
    if (types.size() != tokens.size()) {
      throw new ModelFormatException(
          "%s has %d tokens but %d token types; get the file again"
              .formatted(metadata.file(), tokens.size(), types.size()));
    }
    JsonArray added = new JsonArray();
    for (int id = 0; id < tokens.size(); id++) {
      long type = types.get(id);
      if (type == CONTROL || type == USER_DEFINED) {
        JsonObject token = new JsonObject();
        token.addProperty("id", id);
        token.addProperty("content", tokens.get(id));
        token.addProperty("single_word", false);
        token.addProperty("lstrip", false);
        token.addProperty("rstrip", false);
        token.addProperty("normalized", false);
        token.addProperty("special", type == CONTROL);
        added.add(token);
      }
    }
    return added;
  }

  /** The splitting that GGUF calls "smollm": digits one by one, then GPT-2's pattern over bytes. */
  private static JsonObject digitsThenBytes() {
    JsonObject digits = new JsonObject();
    digits.addProperty("type", "Digits");
    digits.addProperty("individual_digits", true);
    JsonArray steps = new JsonArray();
    steps.add(digits);
    steps.add(byteLevel());
    JsonObject sequence = new JsonObject();
    sequence.addProperty("type", "Sequence");
    sequence.add("pretokenizers", steps);
    return sequence;
  }

  private static JsonObject byteLevel() {
    JsonObject bytes = new JsonObject();
    bytes.addProperty("type", "ByteLevel");
    bytes.addProperty("add_prefix_space", false);
    bytes.addProperty("trim_offsets", true);
    bytes.addProperty("use_regex", true);
    return bytes;
  }
}
