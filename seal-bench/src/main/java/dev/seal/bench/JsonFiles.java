package dev.seal.bench;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Recorded values and our own, as JSON files with snake_case names. */
final class JsonFiles {

  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();
  private static final String RECORDED = "recorded values";

  private JsonFiles() {}

  static <T> T read(Path file, Class<T> type) {
    return parse(text(file), type, file.toString(), RECORDED);
  }

  /** Reads a file of another form than recorded values, such as "a job". */
  static <T> T read(Path file, Class<T> type, String form) {
    return parse(text(file), type, file.toString(), form);
  }

  static <T> T parse(String text, Class<T> type, Path file) {
    return parse(text, type, file.toString(), RECORDED);
  }

  /** Parses a text that came from a source, which errors name. */
  static <T> T parse(String text, Class<T> type, String source, String form) {
    try {
      T value = GSON.fromJson(text, type);
      if (value == null) {
        throw new IllegalArgumentException(source + " is empty; it must have " + form);
      }
      return value;
    } catch (JsonParseException e) {
      throw new IllegalArgumentException(
          source + " does not have the form of " + form + ": " + e.getMessage(), e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
  }

  static void write(Path file, Object value) {
    try {
      Files.writeString(file, GSON.toJson(value));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e, e);
    }
  }

  /** A value that a recording must have. */
  static <T> T required(@Nullable T value, String name, Path file) {
    if (value == null) {
      throw new IllegalArgumentException(
          file + " has no \"" + name + "\"; give a file with recorded values");
    }
    return value;
  }
}
