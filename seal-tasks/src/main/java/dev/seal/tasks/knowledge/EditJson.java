package dev.seal.tasks.knowledge;

import com.google.gson.stream.JsonToken;
import dev.seal.api.SelfEdit;
import dev.seal.tasks.internal.JsonReading;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads self-edits in either form that {@link EditFiles} describes. */
final class EditJson {

  private final JsonReading json;
  private final Map<GivenEdits.Key, List<SelfEdit>> edits = new LinkedHashMap<>();
  private final Map<GivenEdits.Key, String> places = new HashMap<>();

  EditJson(JsonReading json) {
    this.json = json;
  }

  GivenEdits document(String source) {
    boolean array =
        switch (json.peek()) {
          case BEGIN_ARRAY -> true;
          case BEGIN_OBJECT -> false;
          default ->
              throw json.wrong(
                  json.path(),
                  "must be an object of titles with lines, or an array of passages with"
                      + " \"completions\"; give a file of one of these forms");
        };
    if (array) {
      json.list(this::passage);
    } else {
      titles();
    }
    json.end();
    return new GivenEdits(source, array, edits);
  }

  private void titles() {
    var form =
        new Object() {
          @Nullable JsonToken first;
        };
    json.object(
        name -> {
          if (form.first == null) {
            form.first = json.peek();
          }
          if (form.first == JsonToken.BEGIN_OBJECT) {
            json.object(this::title);
          } else {
            title(name);
          }
        });
  }

  private void title(String title) {
    String place = json.path();
    if (title.isBlank()) {
      throw json.wrong(place, "has a blank title; write the passage's title in its place");
    }
    List<String> lines = json.list(json::string);
    if (lines.isEmpty()) {
      throw json.wrong(place, "has no line; add one, or leave the title out");
    }
    add(new GivenEdits.Key(title, null), place, List.of(new SelfEdit(String.join("\n", lines))));
  }

  private GivenEdits.Key passage() {
    String place = json.path();
    var fields =
        new Object() {
          @Nullable String title;
          @Nullable String context;
          @Nullable List<String> completions;
        };
    json.object(
        name -> {
          switch (name) {
            case "title" -> fields.title = json.string();
            case "context" -> fields.context = json.filledString();
            case "completions" -> fields.completions = json.list(json::string);
            default -> json.skip();
          }
        });
    GivenEdits.Key key =
        new GivenEdits.Key(
            json.required(fields.title, place, "title"),
            json.required(fields.context, place, "context"));
    List<String> completions = json.required(fields.completions, place, "completions");
    if (completions.isEmpty()) {
      throw json.wrong(place, "has no completion; add one, or leave the passage out");
    }
    add(key, place, completions.stream().map(SelfEdit::new).toList());
    return key;
  }

  private void add(GivenEdits.Key key, String place, List<SelfEdit> given) {
    String before = places.putIfAbsent(key, place);
    if (before != null) {
      throw json.wrong(place, "is the same passage as " + before + "; keep one of them");
    }
    edits.put(key, given);
  }
}
