package dev.seal.lora.internal.text;

import static dev.seal.lora.internal.text.PythonValues.NONE;
import static dev.seal.lora.internal.text.PythonValues.items;
import static dev.seal.lora.internal.text.PythonValues.number;
import static dev.seal.lora.internal.text.PythonValues.string;
import static dev.seal.lora.internal.text.PythonValues.subscript;
import static dev.seal.lora.internal.text.PythonValues.text;
import static dev.seal.lora.internal.text.PythonValues.truth;

import com.hubspot.jinjava.objects.date.StrftimeFormatter;
import dev.seal.lora.internal.text.PythonValues.Loop;
import dev.seal.lora.internal.text.PythonValues.Pair;
import dev.seal.lora.internal.text.PythonValues.Series;
import dev.seal.lora.internal.text.PythonValues.Undefined;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The methods, filters, tests and functions that a template may name. */
final class TemplateFunctions {

  private static final Pattern DATE_FORMAT = Pattern.compile("(?:[^%]|%[aAbBdHIjmMpSyY])*+");
  private static final Pattern NAME = Pattern.compile("[A-Za-z]\\w*+");

  static final Map<String, Callable> METHODS = new HashMap<>();
  static final Map<String, Callable> FILTERS = new HashMap<>();
  static final Map<String, Callable> TESTS = new HashMap<>();
  static final Map<String, Callable> FUNCTIONS = new HashMap<>();

  static {
    method("strip", 0, 1, (text, a) -> strip(text, a.or(0, NONE), true, true));
    method("lstrip", 0, 1, (text, a) -> strip(text, a.or(0, NONE), true, false));
    method("rstrip", 0, 1, (text, a) -> strip(text, a.or(0, NONE), false, true));
    method("startswith", 1, 1, (text, a) -> text.startsWith(a.string(0)));
    method("endswith", 1, 1, (text, a) -> text.endsWith(a.string(0)));
    method("split", 1, 2, (text, a) -> split(text, a.string(0), a.or(1, -1L)));
    method("replace", 2, 2, (text, a) -> replace(text, a.string(0), a.string(1)));
    method("upper", 0, 0, (text, a) -> text.toUpperCase(Locale.ROOT));
    method("lower", 0, 0, (text, a) -> text.toLowerCase(Locale.ROOT));
    put(METHODS, "get", 1, 2, (map, a) -> get(map(map), a.string(0), a.or(1, NONE)));
    put(METHODS, "keys", 0, 0, (map, a) -> new Series(items(map(map))));
    put(METHODS, "values", 0, 0, (map, a) -> new Series(new ArrayList<>(map(map).values())));
    put(METHODS, "items", 0, 0, (map, a) -> pairs(map));

    put(FILTERS, "trim", 0, 1, (v, a) -> strip(text(v), a.or(0, NONE), true, true));
    put(FILTERS, "upper", 0, 0, (v, a) -> text(v).toUpperCase(Locale.ROOT));
    put(FILTERS, "lower", 0, 0, (v, a) -> text(v).toLowerCase(Locale.ROOT));
    put(FILTERS, "string", 0, 0, (v, a) -> text(v));
    put(FILTERS, "replace", 2, 2, (v, a) -> replace(text(v), a.string(0), a.string(1)));
    put(FILTERS, "length count", 0, 0, (v, a) -> PythonValues.length(v));
    put(FILTERS, "join", 0, 1, (v, a) -> join(items(v), text(a.or(0, ""))));
    put(FILTERS, "list", 0, 0, (v, a) -> new ArrayList<>(items(v)));
    put(FILTERS, "reverse", 0, 0, (v, a) -> new Series(PythonValues.reversed(v)));
    put(FILTERS, "first", 0, 0, (v, a) -> first(items(v)));
    put(FILTERS, "last", 0, 0, (v, a) -> subscript(v, -1L));
    put(FILTERS, "items", 0, 0, (v, a) -> pairs(v));
    put(
        FILTERS,
        "default d",
        0,
        2,
        (v, a) ->
            v instanceof Undefined || (truth(a.or(1, a.named("boolean", false))) && !truth(v))
                ? a.or(0, "")
                : v,
        "boolean");
    put(FILTERS, "tojson", 0, 0, (v, a) -> PythonJson.write(v, a.named("indent", NONE)), "indent");
    put(FILTERS, "map", 0, 0, (v, a) -> attributes(v, a.named("attribute", NONE)), "attribute");
    put(FILTERS, "select", 0, 2, (v, a) -> select(v, item -> test(item, a, 0)));
    put(FILTERS, "reject", 0, 2, (v, a) -> select(v, item -> !test(item, a, 0)));
    put(FILTERS, "selectattr", 1, 3, (v, a) -> select(v, item -> testAttribute(item, a)));
    put(FILTERS, "rejectattr", 1, 3, (v, a) -> select(v, item -> !testAttribute(item, a)));

    put(TESTS, "defined", 0, 0, (v, a) -> !(v instanceof Undefined));
    put(TESTS, "undefined", 0, 0, (v, a) -> v instanceof Undefined);
    put(TESTS, "none", 0, 0, (v, a) -> v == NONE);
    put(TESTS, "true", 0, 0, (v, a) -> Boolean.TRUE.equals(v));
    put(TESTS, "false", 0, 0, (v, a) -> Boolean.FALSE.equals(v));
    put(TESTS, "boolean", 0, 0, (v, a) -> v instanceof Boolean);
    put(TESTS, "string", 0, 0, (v, a) -> v instanceof String);
    put(TESTS, "mapping", 0, 0, (v, a) -> v instanceof Map);
    put(TESTS, "iterable", 0, 0, (v, a) -> v instanceof Series || isSequence(v));
    put(TESTS, "sequence", 0, 0, (v, a) -> isSequence(v));
    put(TESTS, "eq equalto ==", 1, 1, (v, a) -> PythonValues.equal(v, a.get(0)));
    put(TESTS, "ne !=", 1, 1, (v, a) -> !PythonValues.equal(v, a.get(0)));
    put(TESTS, "in", 1, 1, (v, a) -> PythonValues.contains(a.get(0), v));

    put(FUNCTIONS, "range", 1, 3, (none, a) -> new Series(range(a)));
    put(
        FUNCTIONS,
        "raise_exception",
        1,
        1,
        (none, a) -> {
          throw TemplateException.raised(text(a.get(0)));
        });
    put(FUNCTIONS, "strftime_now", 1, 1, (date, a) -> date(date, a.string(0)));
  }

  private TemplateFunctions() {}

  /** The arguments of a call. */
  record Arguments(List<Object> values, Map<String, Object> byName) {

    Object get(int index) {
      return values.get(index);
    }

    Object or(int index, Object missing) {
      return index < values.size() ? values.get(index) : missing;
    }

    String string(int index) {
      return PythonValues.string(get(index), "a call");
    }

    Object named(String name, Object missing) {
      return byName.getOrDefault(name, missing);
    }
  }

  interface Body<T> {
    Object apply(T value, Arguments arguments);
  }

  /** Something to call, with so many arguments and maybe some by name. */
  record Callable(int least, int most, List<String> names, Body<Object> body) {}

  private static void put(
      Map<String, Callable> callables,
      String names,
      int least,
      int most,
      Body<Object> body,
      String... parameters) {
    for (String name : names.split(" ", -1)) {
      callables.put(name, new Callable(least, most, List.of(parameters), body));
    }
  }

  private static void method(String name, int least, int most, Body<String> body) {
    put(METHODS, name, least, most, (v, a) -> body.apply(string(v, "\"" + name + "\""), a));
  }

  private static Map<?, ?> map(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw TemplateException.unsupported(
        "a method of dictionaries with " + PythonValues.kind(value));
  }

  private static Object get(Map<?, ?> map, String key, Object missing) {
    Object value = map.get(key);
    return value == null ? missing : value;
  }

  private static Series pairs(Object value) {
    List<Object> pairs = new ArrayList<>();
    map(value).forEach((key, item) -> pairs.add(new Pair(key, item)));
    return new Series(pairs);
  }

  private static String strip(String text, Object characters, boolean start, boolean end) {
    return PythonValues.strip(
        text, characters == NONE ? null : string(characters, "a strip"), start, end);
  }

  private static String replace(String text, String old, String by) {
    if (old.isEmpty()) {
      throw TemplateException.unsupported("the replacement of no characters");
    }
    long growth = Math.max(0, by.length() - old.length());
    return PythonValues.checked(text, text.length() / old.length() * growth).replace(old, by);
  }

  private static List<Object> split(String text, String separator, Object most) {
    if (separator.isEmpty()) {
      throw TemplateException.unsupported("a split at no characters");
    }
    long limit = number(most, "a split");
    List<Object> parts = new ArrayList<>();
    int start = 0;
    int end = text.indexOf(separator);
    while (end >= 0 && (limit < 0 || parts.size() < limit)) {
      if (parts.size() == PythonValues.LONGEST_LIST) {
        throw TemplateException.unsupported("a split into more than " + parts.size() + " parts");
      }
      parts.add(text.substring(start, end));
      start = end + separator.length();
      end = text.indexOf(separator, start);
    }
    parts.add(text.substring(start));
    return parts;
  }

  private static String join(List<Object> items, String separator) {
    StringBuilder joined = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      joined.append(i == 0 ? "" : separator).append(text(items.get(i)));
      PythonValues.checked("", joined.length());
    }
    return joined.toString();
  }

  private static Object first(List<Object> items) {
    return items.isEmpty() ? new Undefined("first") : items.get(0);
  }

  private static boolean isSequence(Object value) {
    if (value instanceof Series || value instanceof Loop) {
      throw TemplateException.unsupported("the test \"sequence\" of " + PythonValues.kind(value));
    }
    return value instanceof String
        || value instanceof List
        || value instanceof Map
        || value instanceof Undefined;
  }

  private static Series attributes(Object value, Object name) {
    List<Object> found = new ArrayList<>();
    for (Object item : items(value)) {
      found.add(subscript(item, name(name)));
    }
    return new Series(found);
  }

  private static Series select(Object value, Predicate<Object> condition) {
    return new Series(new ArrayList<>(items(value).stream().filter(condition).toList()));
  }

  private static boolean testAttribute(Object item, Arguments arguments) {
    return test(subscript(item, name(arguments.get(0))), arguments, 1);
  }

  private static String name(Object value) {
    String name = string(value, "the name of an attribute");
    if (!NAME.matcher(name).matches()) {
      throw TemplateException.unsupported("the attribute \"" + name + "\"");
    }
    return name;
  }

  /** Tests by the test that the arguments name, and those behind it. */
  private static boolean test(Object item, Arguments arguments, int index) {
    if (arguments.values.size() == index) {
      return truth(item);
    }
    String name = arguments.string(index);
    Callable test = TESTS.get(name);
    List<Object> rest = arguments.values.subList(index + 1, arguments.values.size());
    if (test == null || test.least != rest.size()) {
      throw TemplateException.unsupported(
          "the test \"%s\" with %d arguments".formatted(name, rest.size()));
    }
    return truth(test.body.apply(item, new Arguments(rest, Map.of())));
  }

  private static List<Object> range(Arguments arguments) {
    boolean one = arguments.values.size() == 1;
    long start = one ? 0 : number(arguments.get(0), "a range");
    long stop = number(arguments.get(one ? 0 : 1), "a range");
    long step = number(arguments.or(2, 1L), "a range");
    if (step == 0) {
      throw TemplateException.unsupported("a range with the step 0");
    }
    List<Object> numbers = new ArrayList<>();
    for (long i = start; step > 0 ? i < stop : i > stop; i = Math.addExact(i, step)) {
      if (numbers.size() == PythonValues.LONGEST_LIST) {
        throw TemplateException.unsupported("a range of more than " + numbers.size() + " numbers");
      }
      numbers.add(i);
    }
    return numbers;
  }

  private static String date(Object date, String format) {
    if (!(date instanceof ZonedDateTime time)) {
      throw TemplateException.failed(
          "the template asks for today's date; set the template variable \"strftime_now\" to one");
    }
    if (format.indexOf('%') < 0 || !DATE_FORMAT.matcher(format).matches()) {
      throw TemplateException.unsupported("the date format \"" + format + '"');
    }
    return StrftimeFormatter.format(time, format, Locale.US);
  }
}
