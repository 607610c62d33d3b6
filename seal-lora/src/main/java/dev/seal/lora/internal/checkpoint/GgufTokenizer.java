package dev.seal.lora.internal.checkpoint;

import com.google.gson.stream.JsonWriter;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the text of a {@code tokenizer.json} from the {@code tokenizer.ggml.*} metadata of a GGUF
 * file. It is written as it is made: vocabularies have up to some hundred thousand tokens.
 */
final class GgufTokenizer {

  private static final String PREFIX = "tokenizer.ggml.";
  private static final String BYTE_LEVEL = "gpt2";
  private static final String SENTENCE_PIECE = "llama";

  // Types of tokens. Unknown, control and user-defined ones are matched whole; the first two are
  // left out when decoding.
  private static final long NORMAL = 1;
  private static final long UNKNOWN = 2;
  private static final long CONTROL = 3;
  private static final long USER_DEFINED = 4;

  /** The longest of known vocabularies, runs of spaces, have some hundred characters. */
  private static final int LONGEST_TOKEN = 1024;

  private static final Set<String> READ =
      Set.of(
          "model",
          "pre",
          "tokens",
          "token_type",
          "merges",
          "scores",
          "add_space_prefix",
          "unknown_token_id",
          "bos_token_id",
          "eos_token_id",
          "eot_token_id");

  /** About tokens that this library never adds, or for other kinds of tokenizers. */
  private static final Set<String> HARMLESS =
      Set.of(
          "token_type_count",
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

  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final List<Long> types;
  private final Map<String, Integer> ids;

  private GgufTokenizer(GgufMetadata metadata, List<String> tokens) {
    this.metadata = metadata;
    this.tokens = tokens;
    this.types = metadata.integers(PREFIX + "token_type");
    requireOneEach("token types", types);
    this.ids = new HashMap<>(tokens.size() * 2);
    for (int id = 0; id < tokens.size(); id++) {
      if (tokens.get(id).length() > LONGEST_TOKEN) {
        throw new ModelFormatException(
            "%s: token %d has %d characters, more than the %d that are read; get the file again"
                .formatted(metadata.file(), id, tokens.get(id).length(), LONGEST_TOKEN));
      }
      Integer other = ids.putIfAbsent(tokens.get(id), id);
      if (other != null) {
        throw new ModelFormatException(
            "%s: tokens %d and %d are both \"%s\"; get the file again"
                .formatted(metadata.file(), other, id, tokens.get(id)));
      }
    }
  }

  /**
   * The text.
   *
   * @param tokens the vocabulary by its ids
   */
  static String json(GgufMetadata metadata, List<String> tokens) {
    String model = metadata.string(PREFIX + "model");
    boolean sentencePiece = model.equals(SENTENCE_PIECE);
    if (!sentencePiece && !model.equals(BYTE_LEVEL)) {
      throw unsupported(metadata, "model", BYTE_LEVEL + " and " + SENTENCE_PIECE);
    }
    // SentencePiece vocabularies cut no words, and writers of GGUF say so.
    if (sentencePiece
        && !metadata.optionalString(PREFIX + "pre").orElse("default").equals("default")) {
      throw unsupported(metadata, "pre", "default beside the model " + SENTENCE_PIECE);
    }
    requireKnown(metadata, sentencePiece);
    StringWriter text = new StringWriter(tokens.size() * 32);
    try (JsonWriter json = new JsonWriter(text)) {
      json.setHtmlSafe(false);
      json.setSerializeNulls(true);
      new GgufTokenizer(metadata, tokens).write(json, sentencePiece);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to memory", e);
    }
    return text.toString();
  }

  private static void requireKnown(GgufMetadata metadata, boolean sentencePiece) {
    for (String key : metadata.keys()) {
      String last = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : "";
      boolean neutral =
          switch (last) {
            case "remove_extra_whitespaces" -> !metadata.flag(key, false);
            case "add_space_prefix" -> sentencePiece || !metadata.flag(key, false);
            default -> last.isEmpty() || READ.contains(last) || HARMLESS.contains(last);
          };
      if (!neutral) {
        throw new UnsupportedModelException(
            "%s: the metadata key %s (%s) is not known to this version, and may change how text is split; choose another file"
                .formatted(metadata.file(), key, metadata.text(key)));
      }
    }
  }

  private static UnsupportedModelException unsupported(
      GgufMetadata metadata, String key, String read) {
    return new UnsupportedModelException(
        "%s: %s is \"%s\", but this library reads %s only; use the model's folder in Hugging Face layout, which has a tokenizer.json"
            .formatted(metadata.file(), PREFIX + key, metadata.text(PREFIX + key), read));
  }

  private void requireOneEach(String what, List<?> values) {
    if (values.size() != tokens.size()) {
      throw new ModelFormatException(
          "%s has %d tokens but %d %s; get the file again"
              .formatted(metadata.file(), tokens.size(), values.size(), what));
    }
  }

  private TokenizerRules byteLevelRules() {
    String key = PREFIX + "pre";
    return TokenizerRules.byteLevel(metadata.string(key))
        .orElseThrow(() -> unsupported(metadata, "pre", TokenizerRules.byteLevelNames()));
  }

  private void write(JsonWriter json, boolean sentencePiece) throws IOException {
    TokenizerRules rules =
        sentencePiece
            ? TokenizerRules.sentencePiece(metadata.flag(PREFIX + "add_space_prefix", true))
            : byteLevelRules();
    json.beginObject();
    json.name("version").value("1.0");
    json.name("truncation").nullValue();
    json.name("padding").nullValue();
    json.name("added_tokens");
    writeAddedTokens(json);
    json.name("normalizer").jsonValue(rules.normalizer());
    json.name("pre_tokenizer").jsonValue(rules.preTokenizer());
    json.name("post_processor").nullValue();
    json.name("decoder").jsonValue(rules.decoder());
    json.name("model").beginObject();
    json.name("type").value("BPE");
    json.name("dropout").nullValue();
    json.name("unk_token").value(sentencePiece ? unknownToken() : null);
    json.name("continuing_subword_prefix").nullValue();
    json.name("end_of_word_suffix").nullValue();
    json.name("fuse_unk").value(sentencePiece);
    json.name("byte_fallback").value(sentencePiece);
    json.name("ignore_merges").value(rules.ignoreMerges());
    json.name("vocab").beginObject();
    for (int id = 0; id < tokens.size(); id++) {
      json.name(tokens.get(id)).value(id);
    }
    json.endObject();
    json.name("merges").beginArray();
    if (sentencePiece) {
      requireBytes();
      for (String merge : SentencePieceMerges.of(metadata.file(), scores())) {
        json.value(merge);
      }
    } else {
      writeMerges(json);
    }
    json.endArray();
    json.endObject();
    json.endObject();
  }

  private void writeAddedTokens(JsonWriter json) throws IOException {
    json.beginArray();
    for (int id = 0; id < tokens.size(); id++) {
      long type = types.get(id);
      if (type == UNKNOWN || type == CONTROL || type == USER_DEFINED) {
        json.beginObject();
        json.name("id").value(id);
        json.name("content").value(tokens.get(id));
        json.name("single_word").value(false);
        json.name("lstrip").value(false);
        json.name("rstrip").value(false);
        json.name("normalized").value(false);
        json.name("special").value(type != USER_DEFINED);
        json.endObject();
      }
    }
    json.endArray();
  }

  private void writeMerges(JsonWriter json) throws IOException {
    List<String> merges = metadata.strings(PREFIX + "merges");
    for (int i = 0; i < merges.size(); i++) {
      String merge = merges.get(i);
      int space = merge.indexOf(' ');
      boolean pair = space > 0 && space < merge.length() - 1 && merge.indexOf(' ', space + 1) < 0;
      if (!pair
          || !ids.containsKey(merge.substring(0, space))
          || !ids.containsKey(merge.substring(space + 1))
          || !ids.containsKey(merge.replace(" ", ""))) {
        throw new ModelFormatException(
            "%s: merge %d, \"%s\", must be two tokens with a space between them that together make a third; get the file again"
                .formatted(metadata.file(), i, merge));
      }
      json.value(merge);
    }
  }

  private String unknownToken() {
    int id = metadata.integer(PREFIX + "unknown_token_id", 0);
    if (id >= tokens.size()) {
      throw new ModelFormatException(
          "%s: %s is %d, but the vocabulary has %d tokens; get the file again"
              .formatted(metadata.file(), PREFIX + "unknown_token_id", id, tokens.size()));
    }
    return tokens.get(id);
  }

  private void requireBytes() {
    for (int i = 0; i < 256; i++) {
      String token = "<0x%02X>".formatted(i);
      if (!ids.containsKey(token)) {
        throw new UnsupportedModelException(
            "%s has no token %s; this library reads SentencePiece vocabularies with a token for each byte only. Choose another model"
                .formatted(metadata.file(), token));
      }
    }
  }

  /** Of the ordinary tokens, in the order of their ids. */
  private Map<String, Double> scores() {
    List<Double> all = metadata.numbers(PREFIX + "scores");
    requireOneEach("scores", all);
    Map<String, Double> scores = new LinkedHashMap<>();
    for (int id = 0; id < tokens.size(); id++) {
      if (types.get(id) == NORMAL) {
        scores.put(tokens.get(id), all.get(id));
      }
    }
    return scores;
  }
}
