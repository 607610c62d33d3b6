package dev.seal.lora.internal.jinja;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The functions that every template has. */
final class Globals {

  /** Jinja's sandbox goes no further. */
  private static final long LONGEST_RANGE = 100_000;

  private Globals() {}

  static Map<String, Object> all() {
    return Map.of(
        "range",
        (Function) Globals::range,
        "dict",
        (Function) Globals::dict,
        "namespace",
        (Function) Globals::namespace,
        "raise_exception",
        (Function) Globals::raise);
  }

  /**
   * The function that gives the date, for a date set by the user.
   *
   * @param date a date such as 2025-01-31, or a date and time such as 2025-01-31T09:30
   */
  static Function dateFormat(Object date) {
    try {
      String text = String.valueOf(date);
      LocalDateTime time =
          text.indexOf('T') < 0 ? LocalDate.parse(text).atStartOfDay() : LocalDateTime.parse(text);
      return arguments -> {
        String what = "the function \"strftime_now\"";
        Object format = Methods.required(arguments.bind(what, "format"), "format", what);
        return DateFormat.format(Methods.string(format, what), time);
      };
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "the template variable \"strftime_now\" must be a date such as 2025-01-31, but was \""
              + date
              + '"',
          e);
    }
  }

  private static Object range(Arguments arguments) {
    List<Object> given = arguments.positional();
    if (given.isEmpty() || given.size() > 3 || !arguments.named().isEmpty()) {
      throw new JinjaException("range needs one to three numbers");
    }
    long start = given.size() == 1 ? 0 : Values.toLong(given.get(0));
    long stop = Values.toLong(given.get(given.size() == 1 ? 0 : 1));
    long step = given.size() < 3 ? 1 : Values.toLong(given.get(2));
    if (step == 0) {
      throw new JinjaException("range has the step 0");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i += step) {
      if (numbers.size() == LONGEST_RANGE) {
        throw new JinjaException("range is longer than " + LONGEST_RANGE);
      }
      numbers.add(i);
    }
    return Series.range(numbers);
  }

  private static Object dict(Arguments arguments) {
    if (!arguments.positional().isEmpty()) {
      throw new JinjaException("dict with arguments without names is not supported");
    }
    return new LinkedHashMap<Object, Object>(arguments.named());
  }

  private static Object namespace(Arguments arguments) {
    Namespace namespace = new Namespace();
    for (Object given : arguments.positional()) {
      if (!(given instanceof Map<?, ?> map)) {
        throw new JinjaException("namespace takes dicts and arguments with names");
      }
      map.forEach((key, value) -> namespace.set(Values.text(key), value));
    }
    arguments.named().forEach(namespace::set);
    return namespace;
  }

  private static Object raise(Arguments arguments) {
    String what = "raise_exception";
    throw new TemplateRefusal(
        Values.text(Methods.required(arguments.bind(what, "message"), "message", what)));
  }
}
