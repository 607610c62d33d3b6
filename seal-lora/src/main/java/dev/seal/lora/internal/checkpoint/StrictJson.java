package dev.seal.lora.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.internal.LazilyParsedNumber;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.seal.api.ModelFormatException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * Reads JSON by the letter of RFC 8259, and refuses a key that is given twice: two readers of such
 * a file may see two different models. Nesting and numbers are bounded, as native readers of the
 * same text end the process where these are too much for them.
 */
public final class StrictJson {

  private static final int DEEPEST = 64;
  private static final int LONGEST_SHOWN = 120;
  private static final Pattern ADVICE = Pattern.compile("^Use JsonReader\\S* to accept ");

  private StrictJson() {}

  /**
   * Reads an object.
   *
   * @param file what to call the text in messages
   * @throws ModelFormatException if the text is anything else
   */
  public static JsonFields object(String file, String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    try {
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw new ModelFormatException(
            file
                + " must hold a JSON object, but begins with "
                + reader.peek()
                + "; get the file again");
      }
      JsonElement element = element(file, reader, 1);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new ModelFormatException(
            file + " goes on after its JSON object ends; get the file again");
      }
      return new JsonFields(file, "", element.getAsJsonObject());
    } catch (IOException | IllegalStateException e) {
      throw damaged(file, e);
    }
  }

  private static LazilyParsedNumber number(String file, JsonReader reader) throws IOException {
    String digits = reader.nextString();
    if (!Double.isFinite(Double.parseDouble(digits))) {
      throw new ModelFormatException(
          "%s: the number %s at %s is beyond any that is read; get the file again"
              .formatted(file, cut(digits), cut(reader.getPath())));
    }
    return new LazilyParsedNumber(digits);
  }

  /** What Gson threw while it read a file, as this library says it. */
  public static ModelFormatException damaged(String file, Exception e) {
    return new ModelFormatException(
        file + " is not valid JSON: " + firstLine(e) + "; get the file again", e);
  }

  /**
   * Reads an object.
   *
   * @param file what to call the text in messages
   * @throws ModelFormatException if the bytes are not UTF-8, or the text is anything else
   */
  public static JsonFields object(String file, ByteBuffer utf8) {
    return object(file, ModelFiles.utf8(file, utf8));
  }

  private static JsonElement element(String file, JsonReader reader, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new ModelFormatException(
          "%s nests lists and objects deeper than %d, at %s; get the file again"
              .formatted(file, DEEPEST, cut(reader.getPath())));
    }
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
          String key = reader.nextName();
          if (object.has(key)) {
            throw new ModelFormatException(
                file
                    + " gives the key \""
                    + key
                    + "\" twice, at "
                    + reader.getPath()
                    + "; remove one of them");
          }
          object.add(key, element(file, reader, depth + 1));
        }
        reader.endObject();
        yield object;
      }
      case BEGIN_ARRAY -> {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
          array.add(element(file, reader, depth + 1));
        }
        reader.endArray();
        yield array;
      }
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> new JsonPrimitive(number(file, reader));
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default ->
          throw new MalformedJsonException(
              "unexpected " + reader.peek() + " at " + reader.getPath());
    };
  }

  private static String firstLine(Exception e) {
    String message = String.valueOf(e.getMessage());
    return ADVICE.matcher(cut(message.lines().findFirst().orElse(message))).replaceFirst("");
  }

  private static String cut(String text) {
    return text.length() > LONGEST_SHOWN ? text.substring(0, LONGEST_SHOWN) + "..." : text;
  }
}
