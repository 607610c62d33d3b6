package dev.seal.lora.internal.text;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.lora.internal.checkpoint.JsonFields;
import dev.seal.lora.internal.checkpoint.StrictJson;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What of a {@code tokenizer.json} is not left to the tokenizer library, and its text with aliases
 * for the control tokens.
 */
final class TokenizerFile {

  /** Those of known vocabularies, runs of spaces, have some hundred characters. */
  private static final int LONGEST_TOKEN = 1024;

  /**
   * Subwords are marked otherwise in the models that are computed, and the native reader ends the
   * process where the marks do not fit; dropout would draw another cut of a text each time.
   */
  private static final List<String> UNUSED =
      List.of("dropout", "continuing_subword_prefix", "end_of_word_suffix");

  /** The name of a token that stands for one byte. */
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

  private final Map<String, Integer> control = new LinkedHashMap<>();
  private final Map<String, Boolean> added = new LinkedHashMap<>();
  private final Set<String> normalized = new LinkedHashSet<>();
  private final BitSet bytes = new BitSet();

  private TokenizerFile() {}

  /**
   * Reads a file, before native code does: it ends the process over some that are not as expected.
   *
   * @param name what to call it in messages
   * @param vocabularySize the rows of the model's token table
   * @throws ModelFormatException if the text is damaged or names a token that the table has not
   * @throws UnsupportedModelException if it is no BPE tokenizer, or looks for control tokens in a
   *     text that it has changed
   */
  static TokenizerFile read(String name, String json, int vocabularySize) {
    TokenizerFile file = new TokenizerFile();
    JsonFields fields = StrictJson.object(name, json);
    file.readModel(fields.fields("model"), vocabularySize - 1);
    if (fields.has("added_tokens")) {
      for (JsonFields token : fields.listOfFields("added_tokens")) {
        file.readAdded(token, vocabularySize - 1);
      }
    }
    String normalizer =
        fields.has("normalizer") ? fields.fields("normalizer").string("type") : "NFC";
    if (!file.normalized.isEmpty() && !normalizer.equals("NFC")) {
      throw new UnsupportedModelException(
          "%s: the control tokens %s are \"normalized\" and the normalizer is \"%s\", so that a text may hold them under other names; set \"normalized\" to false"
              .formatted(name, file.normalized, normalizer));
    }
    return file;
  }

  private void readModel(JsonFields model, int lastId) {
    String type = model.optionalString("type").orElse("BPE");
    if (!type.equals("BPE")) {
      throw new UnsupportedModelException(
          "%s: \"model.type\" is \"%s\", but this library reads BPE only; choose another model"
              .formatted(model.file(), type));
    }
    for (String key : UNUSED) {
      if (!model.isEmptyOrFalse(key) && !Set.of("0", "0.0").contains(model.text(key))) {
        throw new UnsupportedModelException(
            "%s: \"%s\" is %s, which this library does not compute; choose another model"
                .formatted(model.file(), model.path(key), model.text(key)));
      }
    }
    boolean fallback = model.flag("byte_fallback", false);
    JsonFields vocabulary = model.fields("vocab");
    for (String token : vocabulary.keys()) {
      requireShort(model, token);
      int id = row(vocabulary, token, token, lastId);
      if (fallback && BYTE.matcher(token).matches()) {
        bytes.set(id);
      }
    }
  }

  private void readAdded(JsonFields token, int lastId) {
    String name = token.string("content");
    requireShort(token, name);
    int id = row(token, "id", name, lastId);
    boolean special = token.flag("special", false);
    boolean changed = token.flag("normalized", false);
    if (!name.isEmpty()) {
      added.put(name, token.flag("single_word", false));
      if (special) {
        control.put(name, id);
        if (changed) {
          normalized.add(name);
        }
      }
    }
  }

  private static void requireShort(JsonFields where, String token) {
    if (token.length() > LONGEST_TOKEN) {
      throw new ModelFormatException(
          "%s: a token has %d characters, more than the %d that are read; it begins with \"%s\""
              .formatted(where.file(), token.length(), LONGEST_TOKEN, token.substring(0, 40)));
    }
  }

  private static int row(JsonFields where, String key, String token, int lastId) {
    int id = (int) where.integer(key, 0, Integer.MAX_VALUE);
    if (id > lastId) {
      throw new ModelFormatException(
          "%s: token \"%s\" has id %d, but the model's last token is %d; get the tokenizer that belongs to the model"
              .formatted(where.file(), token, id, lastId));
    }
    return id;
  }

  /** The control tokens: ids by name. */
  Map<String, Integer> control() {
    return control;
  }

  /** The names of all added tokens, and whether a name counts only as a word of its own. */
  Map<String, Boolean> added() {
    return added;
  }

  /** The tokens that stand for one byte each. */
  BitSet bytes() {
    return bytes;
  }

  /**
   * The file with the control tokens under their aliases, and without what could make them of text
   * or add them unasked.
   *
   * @param name what to call it in messages
   */
  static String withAliases(String name, String json, ControlTokens tokens) {
    StringWriter text = new StringWriter(json.length());
    try (JsonReader reader = new JsonReader(new StringReader(json));
        JsonWriter writer = new JsonWriter(text)) {
      reader.beginObject();
      writer.beginObject();
      while (reader.hasNext()) {
        String key = reader.nextName();
        writer.name(key);
        switch (key) {
          case "added_tokens" -> copyRenamed(reader, writer, "content", tokens);
          case "model" -> copyModel(reader, writer, tokens);
          case "post_processor" -> {
            reader.skipValue();
            writer.nullValue();
          }
          default -> copy(reader, writer);
        }
      }
      reader.endObject();
      writer.endObject();
    } catch (IOException | IllegalStateException e) {
      throw StrictJson.damaged(name, e);
    }
    return text.toString();
  }

  private static void copyModel(JsonReader reader, JsonWriter writer, ControlTokens tokens)
      throws IOException {
    reader.beginObject();
    writer.beginObject();
    while (reader.hasNext()) {
      String key = reader.nextName();
      writer.name(key);
      switch (key) {
        case "unk_token" -> {
          if (reader.peek() == JsonToken.STRING) {
            writer.value(tokens.alias(reader.nextString()));
          } else {
            copy(reader, writer);
          }
        }
        case "vocab" -> {
          reader.beginObject();
          writer.beginObject();
          while (reader.hasNext()) {
            writer.name(tokens.alias(reader.nextName()));
            copy(reader, writer);
          }
          reader.endObject();
          writer.endObject();
        }
        case "merges" -> copyMerges(reader, writer, tokens);
        default -> copy(reader, writer);
      }
    }
    reader.endObject();
    writer.endObject();
  }

  /** Leaves out the merges from or to a control token: by them text could become one. */
  private static void copyMerges(JsonReader reader, JsonWriter writer, ControlTokens tokens)
      throws IOException {
    reader.beginArray();
    writer.beginArray();
    while (reader.hasNext()) {
      if (reader.peek() == JsonToken.STRING) {
        String merge = reader.nextString();
        int space = merge.indexOf(' ', 1);
        if (space < 0 || !makes(merge.substring(0, space), merge.substring(space + 1), tokens)) {
          writer.value(merge);
        }
      } else {
        reader.beginArray();
        String left = reader.nextString();
        String right = reader.nextString();
        reader.endArray();
        if (!makes(left, right, tokens)) {
          writer.beginArray().value(left).value(right).endArray();
        }
      }
    }
    reader.endArray();
    writer.endArray();
  }

  private static boolean makes(String left, String right, ControlTokens tokens) {
    return tokens.isControl(left) || tokens.isControl(right) || tokens.isControl(left + right);
  }

  /** Copies a list of objects, with the value of one key replaced by its alias. */
  private static void copyRenamed(
      JsonReader reader, JsonWriter writer, String renamed, ControlTokens tokens)
      throws IOException {
    if (reader.peek() != JsonToken.BEGIN_ARRAY) {
      copy(reader, writer);
      return;
    }
    reader.beginArray();
    writer.beginArray();
    while (reader.hasNext()) {
      reader.beginObject();
      writer.beginObject();
      while (reader.hasNext()) {
        String key = reader.nextName();
        writer.name(key);
        if (key.equals(renamed)) {
          writer.value(tokens.alias(reader.nextString()));
        } else {
          copy(reader, writer);
        }
      }
      reader.endObject();
      writer.endObject();
    }
    reader.endArray();
    writer.endArray();
  }

  private static void copy(JsonReader reader, JsonWriter writer) throws IOException {
    switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        reader.beginObject();
        writer.beginObject();
        while (reader.hasNext()) {
          writer.name(reader.nextName());
          copy(reader, writer);
        }
        reader.endObject();
        writer.endObject();
      }
      case BEGIN_ARRAY -> {
        reader.beginArray();
        writer.beginArray();
        while (reader.hasNext()) {
          copy(reader, writer);
        }
        reader.endArray();
        writer.endArray();
      }
      case STRING -> writer.value(reader.nextString());
      case NUMBER -> writer.jsonValue(reader.nextString());
      case BOOLEAN -> writer.value(reader.nextBoolean());
      default -> {
        reader.nextNull();
        writer.nullValue();
      }
    }
  }
}
