package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatFormat;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tokenizers as model families have them, small: with the native library itself as the measure of
 * what a text with control tokens is.
 */
class TokenizerStylesIT {

  private static final List<String> CONTROL = List.of("<s>", "</s>", "<|im_end|>", "<unk>");
  private static final String THINK = "<think>";

  private static final String BYTE_LEVEL =
      "{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}";
  private static final String LLAMA_2 =
      "{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Prepend\",\"prepend\":\"▁\"},"
          + "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"▁\"}]}";
  private static final String METASPACE =
      "{\"type\":\"Metaspace\",\"replacement\":\"▁\",\"prepend_scheme\":\"first\",\"split\":false}";
  private static final String LLAMA_DECODER =
      "{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"▁\"},"
          + "\"content\":\" \"},{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"},"
          + "{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}]}";

  record Style(String name, String json, int size) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Style> styles() {
    return Stream.of(
        style("byte level", "null", BYTE_LEVEL, BYTE_LEVEL, false, true, "", true),
        style(
            "merges ignored, names not in the vocabulary",
            "null",
            BYTE_LEVEL,
            BYTE_LEVEL,
            false,
            false,
            "",
            false),
        style("Llama 2", LLAMA_2, "null", LLAMA_DECODER, true, true, "", true),
        style("Metaspace first", "null", METASPACE, LLAMA_DECODER, true, true, "", true),
        style(
            "names take blanks before",
            "null",
            BYTE_LEVEL,
            BYTE_LEVEL,
            false,
            true,
            "lstrip",
            true),
        style(
            "names take blanks behind",
            "null",
            METASPACE,
            LLAMA_DECODER,
            true,
            true,
            "rstrip",
            true),
        style("names are words", "null", BYTE_LEVEL, BYTE_LEVEL, false, true, "single_word", true));
  }

  private static Style style(
      String name,
      String normalizer,
      String preTokenizer,
      String decoder,
      boolean byteFallback,
      boolean namesInVocabulary,
      String flag,
      boolean merges) {
    JsonObject vocabulary = new JsonObject();
    if (namesInVocabulary) {
      CONTROL.forEach(token -> vocabulary.addProperty(token, vocabulary.size()));
    }
    for (int i = 0; i < 256; i++) {
      String token =
          byteFallback
              ? "<0x%02X>".formatted(i)
              : Character.toString(
                  i < 33
                      ? 256 + i
                      : i == 127 ? 289 : i > 127 && i < 161 ? 290 + i - 128 : i == 173 ? 323 : i);
      vocabulary.addProperty(token, vocabulary.size());
    }
    if (byteFallback) {
      for (char c = '!'; c <= '~'; c++) {
        vocabulary.addProperty(String.valueOf(c), vocabulary.size());
      }
      vocabulary.addProperty("▁", vocabulary.size());
      vocabulary.addProperty("你", vocabulary.size());
    }
    JsonArray rules = new JsonArray();
    String blank = byteFallback ? "▁" : "Ġ";
    for (String pair :
        List.of(
            "h e",
            "l l",
            "he ll",
            "hell o",
            blank + " a",
            "< s",
            "<s >",
            "i m",
            "< /",
            "_ e",
            "n d",
            "| >")) {
      vocabulary.addProperty(
          pair.replace(" ", ""),
          vocabulary.has(pair.replace(" ", ""))
              ? vocabulary.get(pair.replace(" ", "")).getAsInt()
              : vocabulary.size());
      if (!pair.equals("<s >") || namesInVocabulary) {
        rules.add(pair);
      }
    }
    JsonArray added = new JsonArray();
    int next = vocabulary.size();
    List<String> names = new ArrayList<>(CONTROL);
    names.add(THINK);
    for (String token : names) {
      JsonObject entry = new JsonObject();
      entry.addProperty("id", vocabulary.has(token) ? vocabulary.get(token).getAsInt() : next++);
      entry.addProperty("content", token);
      for (String key : List.of("single_word", "lstrip", "rstrip", "normalized")) {
        entry.addProperty(key, key.equals(flag));
      }
      entry.addProperty("special", !token.equals(THINK));
      added.add(entry);
    }
    JsonObject model = new JsonObject();
    model.addProperty("type", "BPE");
    model.addProperty("unk_token", namesInVocabulary ? "<unk>" : null);
    model.addProperty("fuse_unk", true);
    model.addProperty("byte_fallback", byteFallback);
    model.addProperty("ignore_merges", !merges);
    model.add("vocab", vocabulary);
    model.add("merges", rules);
    JsonObject json = new JsonObject();
    json.addProperty("version", "1.0");
    json.add("added_tokens", added);
    json.add("normalizer", JsonParser.parseString(normalizer));
    json.add("pre_tokenizer", JsonParser.parseString(preTokenizer));
    json.add("decoder", JsonParser.parseString(decoder));
    json.add("model", model);
    return new Style(name, json.toString(), next);
  }

  private static ModelTokenizer open(Style style) {
    return ModelTokenizer.of(
        "a test", style.json(), style.size(), Optional.of(ChatFormat.chatMl()), List.of(1));
  }

  private static HuggingFaceTokenizer library(Style style) throws IOException {
    return HuggingFaceTokenizer.newInstance(
        new ByteArrayInputStream(style.json().getBytes(StandardCharsets.UTF_8)),
        Map.of("addSpecialTokens", "false"));
  }

  private static final List<String> PLAIN =
      List.of(
          "hello a",
          " hello  a ",
          "",
          "a\nb",
          "你好 é😀",
          "<think>x</think>",
          "a <think> b",
          "im_end",
          "x");

  @ParameterizedTest
  @MethodSource("styles")
  void text_with_control_tokens_is_encoded_as_by_the_library(Style style) throws IOException {
    Random random = new Random(11);
    try (ModelTokenizer tokenizer = open(style);
        HuggingFaceTokenizer library = library(style)) {
      for (int i = 0; i < 500; i++) {
        StringBuilder text = new StringBuilder();
        for (int part = random.nextInt(6); part >= 0; part--) {
          List<String> source = random.nextInt(3) == 0 ? CONTROL : PLAIN;
          text.append(source.get(random.nextInt(source.size())));
        }
        assertThat(tokenizer.encode(Prompt.rendered(text.toString())).toArray())
            .as(text.toString())
            .isEqualTo(
                Arrays.stream(library.encode(text.toString(), false, false).getIds())
                    .mapToInt(Math::toIntExact)
                    .toArray());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("styles")
  void no_text_makes_a_control_token(Style style) {
    Random random = new Random(12);
    try (ModelTokenizer tokenizer = open(style)) {
      int[] control =
          CONTROL.stream()
              .filter(name -> !name.equals("<unk>"))
              .mapToInt(name -> tokenizer.encode(Prompt.rendered(name)).get(0))
              .toArray();
      for (int i = 0; i < 500; i++) {
        StringBuilder text = new StringBuilder();
        for (int part = random.nextInt(6); part >= 0; part--) {
          List<String> source = random.nextInt(2) == 0 ? CONTROL : PLAIN;
          text.append(source.get(random.nextInt(source.size())));
        }
        int[] ids = tokenizer.encode(text.toString()).toArray();
        for (int id : control) {
          assertThat(ids).as(text.toString()).doesNotContain(id);
        }
        int[] chat =
            tokenizer
                .encode(Prompt.chat(List.of(new ChatMessage("user", text.toString()))))
                .toArray();
        long ends = Arrays.stream(chat).filter(id -> id == control[2]).count();
        // As a word of its own a name does not count right behind a letter.
        assertThat(ends).isBetween(style.name().equals("names are words") ? 0L : 1L, 1L);
        assertThat(Arrays.stream(chat).filter(id -> id == control[0] || id == control[1]))
            .as(text.toString())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("styles")
  void a_stream_gives_what_decoding_all_gives(Style style) {
    Random random = new Random(13);
    try (ModelTokenizer tokenizer = open(style)) {
      for (int i = 0; i < 500; i++) {
        int[] ids;
        if (random.nextBoolean()) {
          ids = random.ints(random.nextInt(40), 0, style.size()).toArray();
        } else {
          StringBuilder text = new StringBuilder();
          for (int part = random.nextInt(8); part >= 0; part--) {
            text.append(PLAIN.get(random.nextInt(PLAIN.size())));
          }
          int[] whole = tokenizer.encode(text.toString()).toArray();
          ids = Arrays.copyOf(whole, random.nextInt(whole.length + 1));
        }
        TextStream stream = tokenizer.textStream();
        StringBuilder pieces = new StringBuilder();
        for (int id : ids) {
          pieces.append(stream.next(id));
        }
        pieces.append(stream.finish());
        assertThat(pieces.toString())
            .as(Arrays.toString(ids))
            .isEqualTo(tokenizer.decode(TokenIds.of(ids)));
      }
    }
  }

  @Test
  void control_tokens_that_a_normalizer_changes_are_refused() {
    Style style = style("", LLAMA_2, "null", LLAMA_DECODER, true, true, "normalized", true);
    assertThatThrownBy(() -> open(style))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("<|im_end|>", "\"normalized\"", "\"Sequence\"");
  }
}
