package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.collect.MapDifference;
import com.google.common.collect.Maps;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.reflect.TypeToken;
import dev.seal.api.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The settings that a run's results were made with, by part. */
final class SettingsFile {

  private static final Gson GSON =
      new GsonBuilder()
          .setStrictness(Strictness.STRICT)
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .create();

  private final Path file;
  private final AtomicFiles files;
  private final boolean lost;
  private final TreeMap<String, TreeMap<String, String>> parts = new TreeMap<>();

  /**
   * Reads the file if it is there.
   *
   * @param begun whether there are results that were made with the settings
   * @throws DataFormatException if it is damaged
   */
  SettingsFile(Path file, AtomicFiles files, boolean begun) throws IOException {
    this.file = file;
    this.files = files;
    boolean exists = Files.exists(file);
    this.lost = begun && !exists;
    if (exists) {
      read(new String(Files.readAllBytes(file), UTF_8));
    }
  }

  void claim(String part, Map<String, String> settings) throws IOException {
    TreeMap<String, String> claimed = new TreeMap<>(settings);
    if (lost) {
      throw new DataFormatException(
          file
              + " is missing, so nothing says with what settings the recorded steps were done;"
              + " restore the file from a copy, or start over in another folder");
    }
    TreeMap<String, String> recorded = parts.get(part);
    if (recorded != null) {
      requireEqual(part, recorded, claimed);
      return;
    }
    TreeMap<String, TreeMap<String, String>> all = new TreeMap<>(parts);
    all.put(part, claimed);
    files.write(file, render(all).getBytes(UTF_8));
    parts.put(part, claimed);
  }

  private void requireEqual(String part, Map<String, String> recorded, Map<String, String> now) {
    MapDifference<String, String> difference = Maps.difference(recorded, now);
    if (difference.areEqual()) {
      return;
    }
    List<String> words = new ArrayList<>();
    difference
        .entriesDiffering()
        .forEach(
            (key, both) ->
                words.add(key + " was " + both.leftValue() + " and is " + both.rightValue()));
    difference
        .entriesOnlyOnLeft()
        .forEach((key, value) -> words.add(key + " was " + value + " and is not set"));
    difference
        .entriesOnlyOnRight()
        .forEach((key, value) -> words.add(key + " was not set and is " + value));
    throw new IllegalStateException(
        "run folder "
            + file.getParent()
            + " was begun with other settings of "
            + part
            + ": "
            + String.join("; ", words)
            + "; run with the settings it was begun with, or in another folder");
  }

  private void read(String json) {
    TreeMap<String, TreeMap<String, String>> read;
    try {
      read = GSON.fromJson(json, new TypeToken<>() {});
    } catch (JsonParseException e) {
      throw damaged(ResultJson.firstLine(e));
    }
    if (read == null || !render(read).equals(json)) {
      throw damaged("it is not as it was written");
    }
    parts.putAll(read);
  }

  private static String render(Map<String, ? extends Map<String, String>> parts) {
    return GSON.toJson(parts) + "\n";
  }

  private DataFormatException damaged(String what) {
    return new DataFormatException(
        file
            + " is damaged: "
            + what
            + "; restore the file from a copy, or start over in another folder");
  }
}
