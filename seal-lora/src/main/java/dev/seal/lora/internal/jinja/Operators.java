package dev.seal.lora.internal.jinja;

import java.util.ArrayList;
import java.util.List;

/** Python's arithmetic and comparisons. */
final class Operators {

  private Operators() {}

  static Object binary(String operator, Object a, Object b) {
    if (a instanceof Undefined missing) {
      throw missing.error();
    }
    if (b instanceof Undefined missing) {
      throw missing.error();
    }
    if (Values.isNumber(a) && Values.isNumber(b)) {
      return numbers(operator, a, b);
    }
    switch (operator) {
      case "+" -> {
        if (a instanceof String first && b instanceof String second) {
          return Values.concat(first, second);
        }
        if (a instanceof List && b instanceof List) {
          return joined(a, b);
        }
        if (a instanceof Tuple && b instanceof Tuple) {
          return new Tuple(joined(a, b));
        }
      }
      case "*" -> {
        if (a instanceof String text && Values.isInteger(b)) {
          return repeated(text, Values.toLong(b));
        }
        if (b instanceof String text && Values.isInteger(a)) {
          return repeated(text, Values.toLong(a));
        }
      }
      default -> {}
    }
    throw unsupported(operator, a, b);
  }

  private static List<Object> joined(Object a, Object b) {
    List<Object> joined = new ArrayList<>(Values.items(a));
    joined.addAll(Values.items(b));
    Values.checkLength(joined.size());
    return joined;
  }

  private static String repeated(String text, long times) {
    if (times <= 0) {
      return "";
    }
    Values.checkLength(times);
    Values.checkLength(text.length() * times);
    return text.repeat((int) times);
  }

  private static Object numbers(String operator, Object a, Object b) {
    try {
      if (a instanceof Double || b instanceof Double) {
        return decimals(operator, Values.toDouble(a), Values.toDouble(b));
      }
      return integers(operator, Values.toLong(a), Values.toLong(b));
    } catch (ArithmeticException e) {
      throw new JinjaException("%s %s %s cannot be computed".formatted(a, operator, b));
    }
  }

  private static Object integers(String operator, long a, long b) {
    return switch (operator) {
      case "+" -> Math.addExact(a, b);
      case "-" -> Math.subtractExact(a, b);
      case "*" -> Math.multiplyExact(a, b);
      case "//" -> Math.floorDiv(a, b);
      case "%" -> Math.floorMod(a, b);
      case "/" -> decimals("/", (double) a, (double) b);
      default -> {
        if (b < 0 || b > 64) {
          throw unsupported(operator, a, b);
        }
        long power = 1;
        for (long i = 0; i < b; i++) {
          power = Math.multiplyExact(power, a);
        }
        yield power;
      }
    };
  }

  private static Object decimals(String operator, double a, double b) {
    if (b == 0 && !"+-*".contains(operator)) {
      throw new ArithmeticException();
    }
    return switch (operator) {
      case "+" -> a + b;
      case "-" -> a - b;
      case "*" -> a * b;
      case "/" -> a / b;
      default -> throw unsupported(operator, a, b);
    };
  }

  static Object negated(Object value) {
    if (value instanceof Double number) {
      return -number;
    }
    return integers("-", 0, Values.toLong(value));
  }

  static boolean compare(String operator, Object a, Object b) {
    return switch (operator) {
      case "==" -> Values.equal(a, b);
      case "!=" -> !Values.equal(a, b);
      case "in" -> Values.contains(b, a);
      case "not in" -> !Values.contains(b, a);
      case "<" -> Values.compare(a, b) < 0;
      case "<=" -> Values.compare(a, b) <= 0;
      case ">" -> Values.compare(a, b) > 0;
      default -> Values.compare(a, b) >= 0;
    };
  }

  private static JinjaException unsupported(String operator, Object a, Object b) {
    return new JinjaException(
        "%s %s %s is not supported".formatted(Values.typeOf(a), operator, Values.typeOf(b)));
  }
}
