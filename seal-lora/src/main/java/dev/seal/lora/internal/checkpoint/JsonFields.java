package dev.seal.lora.internal.checkpoint;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.seal.api.ModelFormatException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object, read by type; whatever does not fit is refused by file, key and
 * value.
 */
public final class JsonFields {

  private final String file;
  private final String path;
  private final JsonObject object;

  JsonFields(String file, String path, JsonObject object) {
    this.file = file;
    this.path = path;
    this.object = object;
  }

  public String file() {
    return file;
  }

  /** The keys, in the file's order. */
  public Set<String> keys() {
    return object.keySet();
  }

  /** The key as messages name it: with the path of the objects around it. */
  public String path(String key) {
    return path + key;
  }

  /** Whether a key is there with a value other than null. */
  public boolean has(String key) {
    JsonElement element = object.get(key);
    return element != null && !element.isJsonNull();
  }

  /** The value as JSON text, for messages; "nothing" where there is none. */
  public String text(String key) {
    JsonElement element = object.get(key);
    return element == null ? "nothing" : element.toString();
  }

  /**
   * The value where it is an array or object without elements, an empty string, false or null:
   * nothing that matters.
   */
  public boolean isEmptyOrFalse(String key) {
    JsonElement element = object.get(key);
    return element == null
        || element.isJsonNull()
        || (element.isJsonObject() && element.getAsJsonObject().isEmpty())
        || (element.isJsonArray() && element.getAsJsonArray().isEmpty())
        || (element instanceof JsonPrimitive primitive
            && (primitive.isBoolean()
                ? !primitive.getAsBoolean()
                : primitive.isString() && primitive.getAsString().isEmpty()));
  }

  public boolean isObject(String key) {
    return object.get(key) instanceof JsonObject;
  }

  public boolean isArray(String key) {
    return object.get(key) instanceof JsonArray;
  }

  public boolean isText(String key) {
    return object.get(key) instanceof JsonPrimitive primitive && primitive.isString();
  }

  /** A whole number in a range; also {@code 4.0} counts as whole. */
  public long integer(String key, long least, long most) {
    return integer(path(key), required(key), least, most);
  }

  public int integer(String key, int least, int most, int absent) {
    return has(key) ? Math.toIntExact(integer(key, least, most)) : absent;
  }

  /** A finite number. */
  public double number(String key) {
    return number(path(key), required(key));
  }

  public double number(String key, double absent) {
    return has(key) ? number(key) : absent;
  }

  public boolean flag(String key, boolean absent) {
    if (!has(key)) {
      return absent;
    }
    if (object.get(key) instanceof JsonPrimitive primitive && primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    throw wrong(path(key), "true or false", text(key));
  }

  public String string(String key) {
    return string(path(key), required(key));
  }

  public Optional<String> optionalString(String key) {
    return has(key) ? Optional.of(string(key)) : Optional.empty();
  }

  public JsonFields fields(String key) {
    if (required(key) instanceof JsonObject inner) {
      return new JsonFields(file, path(key) + ".", inner);
    }
    throw wrong(path(key), "an object", text(key));
  }

  public List<JsonFields> listOfFields(String key) {
    List<JsonFields> list = new ArrayList<>();
    for (JsonElement element : array(key)) {
      String place = path(key) + "[" + list.size() + "]";
      if (!(element instanceof JsonObject inner)) {
        throw wrong(place, "an object", element.toString());
      }
      list.add(new JsonFields(file, place + ".", inner));
    }
    return list;
  }

  public List<String> strings(String key) {
    List<String> list = new ArrayList<>();
    for (JsonElement element : array(key)) {
      list.add(string(path(key) + "[" + list.size() + "]", element));
    }
    return list;
  }

  /** Finite numbers. */
  public List<Double> numbers(String key) {
    List<Double> list = new ArrayList<>();
    for (JsonElement element : array(key)) {
      list.add(number(path(key) + "[" + list.size() + "]", element));
    }
    return list;
  }

  public List<Long> integers(String key, long least, long most) {
    List<Long> list = new ArrayList<>();
    for (JsonElement element : array(key)) {
      list.add(integer(path(key) + "[" + list.size() + "]", element, least, most));
    }
    return list;
  }

  private JsonArray array(String key) {
    if (required(key) instanceof JsonArray array) {
      return array;
    }
    throw wrong(path(key), "a list", text(key));
  }

  private JsonElement required(String key) {
    JsonElement element = object.get(key);
    if (element == null) {
      throw new ModelFormatException(
          file + " has no key \"" + path(key) + "\", which it must have; get the file again");
    }
    return element;
  }

  private long integer(String place, @Nullable JsonElement element, long least, long most) {
    if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
      try {
        long value = new BigDecimal(primitive.getAsString()).longValueExact();
        if (value >= least && value <= most) {
          return value;
        }
      } catch (ArithmeticException | NumberFormatException e) {
        throw wrong(place, "a whole number from " + least + " to " + most, element.toString());
      }
    }
    throw wrong(place, "a whole number from " + least + " to " + most, String.valueOf(element));
  }

  private double number(String place, JsonElement element) {
    if (element instanceof JsonPrimitive primitive && primitive.isNumber()) {
      double value = primitive.getAsDouble();
      if (Double.isFinite(value)) {
        return value;
      }
    }
    throw wrong(place, "a finite number", element.toString());
  }

  private String string(String place, JsonElement element) {
    if (element instanceof JsonPrimitive primitive && primitive.isString()) {
      return primitive.getAsString();
    }
    throw wrong(place, "a string", element.toString());
  }

  private ModelFormatException wrong(String place, String expected, String value) {
    String shown = value.length() > 200 ? value.substring(0, 200) + "..." : value;
    return new ModelFormatException(
        file
            + ": \""
            + place
            + "\" must be "
            + expected
            + ", but was "
            + shown
            + "; correct it or get the file again");
  }
}
