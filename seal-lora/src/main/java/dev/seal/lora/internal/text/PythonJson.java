package dev.seal.lora.internal.text;

import com.google.gson.FormattingStyle;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/** Writes values as {@code json.dumps} of Python does with {@code ensure_ascii=False}. */
final class PythonJson {

  private static final int DEEPEST = 100;

  private final StringWriter text = new StringWriter();

  private PythonJson() {}

  /** The value in one line, or with line breaks if there is an indent of 0 to 8 characters. */
  static String write(Object value, Object indent) {
    long width = indent == PythonValues.NONE ? -1 : PythonValues.number(indent, "an indent");
    if (width > 8 || (width < 0 && indent != PythonValues.NONE)) {
      throw TemplateException.unsupported("an indent of " + width);
    }
    PythonJson json = new PythonJson();
    try (JsonWriter writer = new JsonWriter(json.text)) {
      writer.setFormattingStyle(
          width < 0
              ? FormattingStyle.COMPACT.withSpaceAfterSeparators(true)
              : FormattingStyle.PRETTY.withIndent(" ".repeat((int) width)));
      json.write(value, writer, 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return json.text.toString();
  }

  private void write(Object value, JsonWriter writer, int depth) throws IOException {
    PythonValues.checked("", text.getBuffer().length());
    if (depth > DEEPEST) {
      throw TemplateException.unsupported("JSON of more than " + DEEPEST + " levels");
    }
    if (value instanceof String string) {
      writer.value(plain(string));
    } else if (value instanceof Long number) {
      writer.value(number);
    } else if (value instanceof Boolean condition) {
      writer.value(condition);
    } else if (value == PythonValues.NONE) {
      writer.nullValue();
    } else if (value instanceof List<?> list) {
      writer.beginArray();
      for (Object item : list) {
        write(item, writer, depth + 1);
      }
      writer.endArray();
    } else if (value instanceof Map<?, ?> map) {
      writer.beginObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        writer.name(plain(PythonValues.string(entry.getKey(), "JSON")));
        write(entry.getValue(), writer, depth + 1);
      }
      writer.endObject();
    } else {
      throw TemplateException.unsupported("JSON of " + PythonValues.kind(value));
    }
  }

  /** Gson escapes two characters that Python does not. */
  private static String plain(String string) {
    if (string.indexOf('\u2028') >= 0 || string.indexOf('\u2029') >= 0) {
      throw TemplateException.unsupported("JSON of the line breaks U+2028 and U+2029");
    }
    return string;
  }
}
