package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.common.hash.Hashing;
import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;

/**
 * A step that is done.
 *
 * @param line its number, from 1
 * @param previous the SHA-256 of the line before, without its line break
 * @param object the SHA-256 of the result's bytes
 * @param millis how long the work took
 * @param hash the SHA-256 of all in this line that stands before it, so that a change is noticed in
 *     the last line too
 */
record JournalLine(
    int line, String previous, String step, String object, long millis, String hash) {

  /** What the first line gives for the line before. */
  static final String NOTHING_BEFORE = "0".repeat(64);

  private static final Gson GSON = new Gson();

  static JournalLine after(@Nullable JournalLine last, String step, String object, long millis) {
    int line = last == null ? 1 : last.line + 1;
    String previous = last == null ? NOTHING_BEFORE : last.sha256();
    return new JournalLine(
        line,
        previous,
        step,
        object,
        millis,
        sha256(content(line, previous, step, object, millis)));
  }

  /**
   * Reads a line.
   *
   * @param text the line without its break, a character per byte
   * @throws JsonParseException if it is not, to the byte, what {@link #text} makes of a line
   */
  static JournalLine parse(String text) {
    JsonReader reader = new JsonReader(new StringReader(text));
    reader.setStrictness(Strictness.STRICT);
    JournalLine line;
    try {
      line = GSON.fromJson(reader, JournalLine.class);
    } catch (JsonParseException e) {
      throw new JsonParseException("it is not valid JSON (" + ResultJson.firstLine(e) + ")", e);
    }
    if (line == null || !line.text().equals(text) || !line.hash.equals(line.contentHash())) {
      throw new JsonParseException("its content does not match the hash at its end");
    }
    return line;
  }

  /** The line without its break. */
  String text() {
    return content(line, previous, step, object, millis) + ",\"hash\":\"" + hash + "\"}";
  }

  /** What the next line gives for the line before. */
  String sha256() {
    return sha256(text());
  }

  private String contentHash() {
    return sha256(content(line, previous, step, object, millis));
  }

  private static String content(
      int line, String previous, @Nullable String step, String object, long millis) {
    return "{\"line\":"
        + line
        + ",\"previous\":\""
        + previous
        + "\",\"step\":"
        + (step == null ? "null" : new JsonPrimitive(step))
        + ",\"object\":\""
        + object
        + "\",\"millis\":"
        + millis;
  }

  private static String sha256(String text) {
    return Hashing.sha256().hashString(text, ISO_8859_1).toString();
  }
}
