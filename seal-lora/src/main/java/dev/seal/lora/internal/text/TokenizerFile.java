package dev.seal.lora.internal.text;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import dev.seal.api.UnsupportedModelException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The text of a {@code tokenizer.json} that {@link VocabularyCheck} has looked over, read and
 * rewritten piece by piece: a vocabulary as a tree takes ten times its size.
 */
final class TokenizerFile {

  /** The name of a token that stands for one byte. */
  private static final Pattern BYTE = Pattern.compile("<0x[0-9A-F]{2}>");

  private final Map<String, Integer> control = new LinkedHashMap<>();
  private final Map<String, Boolean> added = new LinkedHashMap<>();
  private final Set<String> normalized = new LinkedHashSet<>();
  private String normalizer = "";
  private final BitSet bytes = new BitSet();

  private TokenizerFile() {}

  /**
   * Reads a file.
   *
   * @param name what to call it in messages
   * @throws UnsupportedModelException if it looks for control tokens in a text that it has changed
   */
  static TokenizerFile read(String name, String json) {
    TokenizerFile file = new TokenizerFile();
    try (JsonReader reader = new JsonReader(new StringReader(json))) {
      reader.beginObject();
      while (reader.hasNext()) {
        switch (reader.nextName()) {
          case "added_tokens" -> file.readAdded(JsonParser.parseReader(reader));
          case "model" -> file.readModel(reader);
          case "normalizer" -> file.readNormalizer(JsonParser.parseReader(reader));
          default -> reader.skipValue();
        }
      }
      file.requireFound(name);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void readAdded(JsonElement tokens) {
    if (tokens.isJsonArray()) {
      for (JsonElement element : tokens.getAsJsonArray()) {
        JsonObject token = element.getAsJsonObject();
        String name = token.get("content").getAsString();
        if (!name.isEmpty()) {
          added.put(name, flag(token, "single_word"));
          if (flag(token, "special")) {
            control.put(name, token.get("id").getAsInt());
            if (flag(token, "normalized")) {
              normalized.add(name);
            }
          }
        }
      }
    }
  }

  private static boolean flag(JsonObject token, String key) {
    return token.has(key) && token.get(key).getAsBoolean();
  }

  private void readNormalizer(JsonElement json) {
    normalizer = json.isJsonObject() ? json.getAsJsonObject().get("type").getAsString() : "";
  }

  private void requireFound(String name) {
    if (!normalized.isEmpty() && !Set.of("", "NFC").contains(normalizer)) {
      throw new UnsupportedModelException(
          "%s: the control tokens %s are \"normalized\" and the normalizer is \"%s\", so that a text may hold them under other names; set \"normalized\" to false"
              .formatted(name, normalized, normalizer));
    }
  }

  private void readModel(JsonReader reader) throws IOException {
    boolean fallback = false;
    reader.beginObject();
    while (reader.hasNext()) {
      switch (reader.nextName()) {
        case "byte_fallback" -> fallback = JsonParser.parseReader(reader).getAsBoolean();
        case "vocab" -> {
          reader.beginObject();
          while (reader.hasNext()) {
            if (BYTE.matcher(reader.nextName()).matches()) {
              bytes.set(reader.nextInt());
            } else {
              reader.skipValue();
            }
          }
          reader.endObject();
        }
        default -> reader.skipValue();
      }
    }
    reader.endObject();
    if (!fallback) {
      bytes.clear();
    }
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
   */
  static String withAliases(String json, ControlTokens tokens) {
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
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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
