package dev.seal.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A command's figures in the order in which they were put, and its last line of output. */
final class Figures {

  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();
  private static final MathContext DIGITS = new MathContext(6);

  private final Map<String, Object> values = new LinkedHashMap<>();

  Figures put(String name, String value) {
    values.put(name, value);
    return this;
  }

  Figures put(String name, long value) {
    values.put(name, value);
    return this;
  }

  Figures put(String name, boolean value) {
    values.put(name, value);
    return this;
  }

  /** A number to six digits; what is no finite number becomes its name, as JSON has none. */
  Figures put(String name, double value) {
    values.put(name, rounded(value));
    return this;
  }

  Figures put(String name, Figures value) {
    values.put(name, value.values);
    return this;
  }

  Figures putTexts(String name, List<String> texts) {
    values.put(name, List.copyOf(texts));
    return this;
  }

  /** Numbers, each to six digits. */
  Figures putNumbers(String name, List<Double> numbers) {
    values.put(name, numbers.stream().map(Figures::rounded).toList());
    return this;
  }

  Figures putAll(String name, List<Figures> each) {
    values.put(name, each.stream().map(figures -> figures.values).toList());
    return this;
  }

  private static Object rounded(double value) {
    return Double.isFinite(value) ? new BigDecimal(value, DIGITS) : Double.toString(value);
  }

  /** One line of JSON. */
  String line() {
    return GSON.toJson(values);
  }
}
