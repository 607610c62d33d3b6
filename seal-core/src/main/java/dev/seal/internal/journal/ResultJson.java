package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Results of steps as JSON, such that what is read equals what was written. */
final class ResultJson {

  // Halves of a pair, which a model may write and UTF-8 cannot hold.
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

  // NaN passes here and is refused below, by a message that says where it stands.
  private static final Gson GSON =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .serializeSpecialFloatingPointValues()
          .create();

  private ResultJson() {}

  /** Refuses a type that could not be written, before hours are spent on its value. */
  static void requireSupported(String step, Class<?> type) {
    try {
      requireNonNull(GSON.getAdapter(type));
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "step \""
              + step
              + "\" gives a "
              + type.getName()
              + ", which cannot be recorded ("
              + firstLine(e)
              + "); make it a record of strings, numbers, booleans, lists and records",
          e);
    }
  }

  /**
   * The value as UTF-8.
   *
   * @throws IllegalArgumentException if it would not be read back as it is
   */
  static byte[] write(String step, Record value) {
    JsonElement tree = GSON.toJsonTree(value);
    refuseNonFinite(step, value.getClass().getSimpleName(), tree);
    byte[] json = utf8(GSON.toJson(tree));
    try {
      read(value.getClass(), json);
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          "the result of step \""
              + step
              + "\" cannot be recorded: "
              + firstLine(e)
              + "; use a record that Gson reads as it wrote it",
          e);
    }
    return json;
  }

  /**
   * The value in these bytes.
   *
   * @throws JsonParseException if they are not what {@link #write} makes of such a value: then a
   *     field is missing, is left over, or was coerced
   */
  static <R extends Record> R read(Class<R> type, byte[] json) {
    String read = new String(json, UTF_8);
    R value;
    try {
      value = GSON.fromJson(read, type); // lenient, but then compared to the byte
    } catch (JsonParseException e) {
      throw e;
    } catch (RuntimeException e) { // a record's own constructor refused
      throw new JsonParseException(e.getCause() == null ? e : e.getCause());
    }
    String again = value == null ? "null" : new String(utf8(GSON.toJson(value)), UTF_8);
    if (!again.equals(read)) {
      int same = 0;
      while (same < Math.min(again.length(), read.length())
          && again.charAt(same) == read.charAt(same)) {
        same++;
      }
      throw new JsonParseException(
          "it has \"%s\" where %s has \"%s\""
              .formatted(around(read, same), type.getSimpleName(), around(again, same)));
    }
    return value;
  }

  private static byte[] utf8(String json) {
    return LONE_SURROGATE
        .matcher(json)
        .replaceAll(half -> String.format(Locale.ROOT, "\\\\u%04x", (int) half.group().charAt(0)))
        .getBytes(UTF_8);
  }

  /** Gson's second line is a link for programmers. */
  static String firstLine(Throwable e) {
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message);
  }

  private static void refuseNonFinite(String step, String place, JsonElement element) {
    if (element.isJsonObject()) {
      for (Map.Entry<String, JsonElement> field : element.getAsJsonObject().entrySet()) {
        refuseNonFinite(step, place + "." + field.getKey(), field.getValue());
      }
    } else if (element.isJsonArray()) {
      for (int i = 0; i < element.getAsJsonArray().size(); i++) {
        refuseNonFinite(step, place + "[" + i + "]", element.getAsJsonArray().get(i));
      }
    } else if (element.isJsonPrimitive()
        && element.getAsJsonPrimitive().isNumber()
        && !Double.isFinite(element.getAsDouble())) {
      throw new IllegalArgumentException(
          "the result of step \""
              + step
              + "\" cannot be recorded: "
              + place
              + " is "
              + element.getAsString()
              + "; leave such a value out (null) or find out where it came from");
    }
  }

  private static String around(String text, int index) {
    return text.substring(Math.max(0, index - 20), Math.min(text.length(), index + 20));
  }
}
