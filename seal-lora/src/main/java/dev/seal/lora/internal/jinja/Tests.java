package dev.seal.lora.internal.jinja;

import java.util.List;
import java.util.Map;

/** What stands behind {@code is}. */
final class Tests {

  private Tests() {}

  static boolean apply(String test, Object value, Arguments arguments) {
    String what = "the test \"" + test + '"';
    return switch (test) {
      case "defined" -> bare(!(value instanceof Undefined), what, arguments);
      case "undefined" -> bare(value instanceof Undefined, what, arguments);
      case "none" -> bare(value instanceof None, what, arguments);
      case "string" -> bare(value instanceof String, what, arguments);
      case "boolean" -> bare(value instanceof Boolean, what, arguments);
      case "true" -> bare(Boolean.TRUE.equals(value), what, arguments);
      case "false" -> bare(Boolean.FALSE.equals(value), what, arguments);
      case "integer" -> bare(value instanceof Long, what, arguments);
      case "float" -> bare(value instanceof Double, what, arguments);
      case "number" -> bare(Values.isNumber(value), what, arguments);
      case "mapping" -> bare(value instanceof Map, what, arguments);
      case "callable" -> bare(value instanceof Function, what, arguments);
      case "iterable" -> bare(isSequence(value) || value instanceof Series, what, arguments);
      case "sequence" -> {
        if (value instanceof Series) {
          throw new JinjaException(what + " of " + Values.typeOf(value) + " is not supported");
        }
        yield bare(isSequence(value), what, arguments);
      }
      case "odd" -> bare(Math.floorMod(Values.toLong(value), 2) == 1, what, arguments);
      case "even" -> bare(Math.floorMod(Values.toLong(value), 2) == 0, what, arguments);
      case "divisibleby" -> {
        long divisor = Values.toLong(other(what, arguments));
        if (divisor == 0) {
          throw new JinjaException(what + " 0 fails");
        }
        yield Math.floorMod(Values.toLong(value), divisor) == 0;
      }
      case "eq", "equalto", "==" -> Operators.compare("==", value, other(what, arguments));
      case "ne", "!=" -> Operators.compare("!=", value, other(what, arguments));
      case "lt", "lessthan", "<" -> Operators.compare("<", value, other(what, arguments));
      case "le", "<=" -> Operators.compare("<=", value, other(what, arguments));
      case "gt", "greaterthan", ">" -> Operators.compare(">", value, other(what, arguments));
      case "ge", ">=" -> Operators.compare(">=", value, other(what, arguments));
      case "in" -> Operators.compare("in", value, other(what, arguments));
      default -> throw new JinjaException(what + " is not supported");
    };
  }

  /** Jinja takes for a sequence whatever has a length and brackets, and so also undefined. */
  private static boolean isSequence(Object value) {
    return value instanceof String
        || value instanceof List
        || value instanceof Tuple
        || value instanceof Map
        || value instanceof Undefined;
  }

  private static boolean bare(boolean result, String what, Arguments arguments) {
    arguments.bind(what);
    return result;
  }

  private static Object other(String what, Arguments arguments) {
    return Methods.required(arguments.bind(what, "other"), "other", what);
  }
}
