package dev.seal.tasks.internal;

import com.google.common.primitives.Ints;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.seal.api.DataFormatException;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream of JSON in which nothing is coerced or guessed. All methods throw {@link
 * DataFormatException}, which names the source and the JSON path, for text that is not the JSON
 * asked for, and {@link UncheckedIOException} where the source cannot be read. Not safe for use by
 * several threads.
 */
public final class JsonReading implements Closeable {

  private static final String GSON_HINT =
      "Use JsonReader.setStrictness(Strictness.LENIENT) to accept malformed JSON";

  private static final String CORRECT = "correct the file";

  private final JsonReader reader;
  private final String source;
  private final @Nullable String remedy;

  /**
   * Begins to read a file, which whoever reads a message can correct.
   *
   * @param reader the text; closed with this
   * @param source what the text is called in messages, such as its file
   */
  public JsonReading(Reader reader, String source) {
    this(reader, source, null);
  }

  /**
   * Begins to read a text that nobody corrects by hand, such as a completion.
   *
   * @param text the text
   * @param source what the text is called in messages
   * @param remedy what to do about any fault in it, to end a message with
   */
  public JsonReading(String text, String source, String remedy) {
    this(new StringReader(text), source, remedy);
  }

  private JsonReading(Reader reader, String source, @Nullable String remedy) {
    this.reader = new JsonReader(reader);
    this.reader.setStrictness(Strictness.STRICT);
    this.source = source;
    this.remedy = remedy;
  }

  /**
   * Where the next value stands.
   *
   * @return a JSON path such as {@code $[3].title}
   */
  public String path() {
    return reader.getPath();
  }

  /**
   * What the next value is.
   *
   * @return its first token
   */
  public JsonToken peek() {
    return io(reader::peek);
  }

  /**
   * Reads an array.
   *
   * @param <T> an element
   * @param element reads one element
   * @return the elements in their order
   */
  public <T> List<T> list(Supplier<T> element) {
    return list(element, Integer.MAX_VALUE, "elements");
  }

  /**
   * Reads an array, and no further than it may be long.
   *
   * @param <T> an element
   * @param element reads one element
   * @param most how many there may be
   * @param words what the elements are called in messages, such as {@code rows}
   * @return the elements in their order
   */
  public <T> List<T> list(Supplier<T> element, int most, String words) {
    expect(JsonToken.BEGIN_ARRAY, "an array");
    String place = path();
    List<T> elements = new ArrayList<>();
    run(reader::beginArray);
    while (io(reader::hasNext)) {
      if (elements.size() == most) {
        throw wrong(place, "has more than " + most + " " + words, "leave the others out");
      }
      elements.add(element.get());
    }
    run(reader::endArray);
    return elements;
  }

  /**
   * Reads an object, each of whose names must occur once.
   *
   * @param field is given each name and reads or skips its value
   */
  public void object(Consumer<String> field) {
    expect(JsonToken.BEGIN_OBJECT, "an object");
    Set<String> names = new HashSet<>();
    run(reader::beginObject);
    while (io(reader::hasNext)) {
      String name = io(reader::nextName);
      if (!names.add(name)) {
        throw wrong(path(), "is given twice", "keep one of them");
      }
      field.accept(name);
    }
    run(reader::endObject);
  }

  /**
   * Reads a string.
   *
   * @return the string, which may be empty
   */
  public String string() {
    expect(JsonToken.STRING, "a string");
    return io(reader::nextString);
  }

  /**
   * Reads a string in which there is something.
   *
   * @return the string, not blank
   */
  public String filledString() {
    String place = path();
    String text = string();
    if (text.isBlank()) {
      throw wrong(
          place, "must not be blank, but is \"" + text + '"', "fill it in or leave its owner out");
    }
    return text;
  }

  /**
   * Reads true or false.
   *
   * @return the value
   */
  public boolean bool() {
    expect(JsonToken.BOOLEAN, "true or false");
    return io(reader::nextBoolean);
  }

  /**
   * Reads a whole number, written plainly: {@code 7}, but not {@code "7"}, {@code 7.0} or {@code
   * 7e0}.
   *
   * @param least the least it may be
   * @param greatest the greatest it may be
   * @return the number
   */
  public int integer(int least, int greatest) {
    String words = "a whole number from " + least + " to " + greatest;
    expect(JsonToken.NUMBER, words);
    String place = path();
    String text = io(reader::nextString);
    Integer number = Ints.tryParse(text);
    // Comparing the texts refuses -0 as well.
    if (number == null
        || number < least
        || number > greatest
        || !Integer.toString(number).equals(text)) {
      throw wrong(place, "must be " + words + ", but is " + Excerpt.of(text), CORRECT);
    }
    return number;
  }

  /**
   * Reads a number.
   *
   * @param least the least it may be
   * @param greatest the greatest it may be
   * @return the number nearest to it
   */
  public double number(double least, double greatest) {
    String words = "a number from " + least + " to " + greatest;
    expect(JsonToken.NUMBER, words);
    String place = path();
    String text = io(reader::nextString);
    double number = Double.parseDouble(text);
    if (!(number >= least && number <= greatest)) {
      throw wrong(place, "must be " + words + ", but is " + Excerpt.of(text), CORRECT);
    }
    return number;
  }

  /** Passes over a value. */
  public void skip() {
    run(reader::skipValue);
  }

  /** Checks that nothing but white space is left. */
  public void end() {
    expect(JsonToken.END_DOCUMENT, "the end");
  }

  /**
   * Checks that a field was there.
   *
   * @param <T> the field's value
   * @param value the value; null if the field was missing
   * @param place the JSON path of the object that should have it
   * @param name the field's name
   * @return the value
   */
  public <T> T required(@Nullable T value, String place, String name) {
    if (value == null) {
      throw wrong(place, "has no \"" + name + '"', "add it");
    }
    return value;
  }

  /**
   * The error for a value that will not do.
   *
   * @param place the value's JSON path
   * @param complaint what is wrong with it and what to do, to follow the place in a sentence
   * @return the exception, to be thrown
   */
  public DataFormatException wrong(String place, String complaint) {
    return new DataFormatException(source + ": " + place + " " + complaint);
  }

  private DataFormatException wrong(String place, String complaint, String remedyOfFile) {
    return wrong(place, complaint + "; " + remedy(remedyOfFile));
  }

  private String remedy(String ofFile) {
    return remedy == null ? ofFile : remedy;
  }

  /** Closes the text. */
  @Override
  public void close() {
    run(reader::close);
  }

  private void expect(JsonToken token, String words) {
    JsonToken found = peek();
    if (found != token) {
      throw wrong(path(), "must be " + words + ", but is " + describe(found), CORRECT);
    }
  }

  private String describe(JsonToken token) {
    return switch (token) {
      case BEGIN_ARRAY -> "an array";
      case BEGIN_OBJECT -> "an object";
      case END_ARRAY, END_OBJECT, NAME -> "the end or a name";
      case STRING -> "the string \"" + Excerpt.of(io(reader::nextString)) + '"';
      case NUMBER -> "the number " + Excerpt.of(io(reader::nextString));
      case BOOLEAN -> String.valueOf((boolean) io(reader::nextBoolean));
      case NULL -> "null";
      case END_DOCUMENT -> "the end";
    };
  }

  private void run(IoAction action) {
    io(
        () -> {
          action.run();
          return this;
        });
  }

  private <T> T io(IoSupplier<T> action) {
    try {
      return action.get();
    } catch (MalformedJsonException | EOFException e) {
      throw new DataFormatException(
          source + ": not valid JSON at " + path() + " (" + complaint(e) + "); " + remedy(CORRECT),
          e);
    } catch (CharacterCodingException e) {
      throw new DataFormatException(
          source + ": not valid UTF-8 after " + path() + "; save the file as UTF-8", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + source + ": " + e.getMessage(), e);
    }
  }

  // Gson's words address whoever programs with it: a hint at a setting, and a line with a link.
  private static String complaint(Exception e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replace(GSON_HINT, "syntax error");
  }

  private interface IoAction {
    void run() throws IOException;
  }

  private interface IoSupplier<T> {
    T get() throws IOException;
  }
}
