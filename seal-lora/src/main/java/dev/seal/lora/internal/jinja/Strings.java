package dev.seal.lora.internal.jinja;

import java.util.function.IntPredicate;

/** Strings as Python has them: of code points, with its idea of blanks, escapes and quotes. */
final class Strings {

  private Strings() {}

  /** Python's {@code isspace}. */
  static boolean isSpace(int point) {
    return (point >= '\t' && point <= '\r')
        || (point >= 0x1c && point <= 0x1f)
        || point == 0x85
        || Character.isSpaceChar(point);
  }

  static boolean isBlank(String text) {
    return text.codePoints().allMatch(Strings::isSpace);
  }

  static String stripStart(String text, IntPredicate unwanted) {
    int start = 0;
    while (start < text.length() && unwanted.test(text.codePointAt(start))) {
      start += Character.charCount(text.codePointAt(start));
    }
    return text.substring(start);
  }

  static String stripEnd(String text, IntPredicate unwanted) {
    int end = text.length();
    while (end > 0 && unwanted.test(text.codePointBefore(end))) {
      end -= Character.charCount(text.codePointBefore(end));
    }
    return text.substring(0, end);
  }

  static String stripEnd(String text) {
    return stripEnd(text, Strings::isSpace);
  }

  static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  static String capitalize(String text) {
    if (text.isEmpty()) {
      return text;
    }
    int first = text.codePointAt(0);
    return Character.toString(Character.toTitleCase(first))
        + Values.lower(text.substring(Character.charCount(first)));
  }

  /** What a string literal of Python means. */
  static String unescape(String literal) {
    if (literal.indexOf('\\') < 0) {
      return literal;
    }
    StringBuilder text = new StringBuilder();
    int i = 0;
    while (i < literal.length()) {
      char c = literal.charAt(i++);
      if (c != '\\' || i == literal.length()) {
        text.append(c);
        continue;
      }
      char escaped = literal.charAt(i++);
      switch (escaped) {
        case '\n' -> {}
        case '\\', '\'', '"' -> text.append(escaped);
        case 'n' -> text.append('\n');
        case 't' -> text.append('\t');
        case 'r' -> text.append('\r');
        case 'a' -> text.append('\u0007');
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'v' -> text.append('\u000b');
        case 'x' -> i = codePoint(literal, i, 2, text);
        case 'u' -> i = codePoint(literal, i, 4, text);
        case 'U' -> i = codePoint(literal, i, 8, text);
        case 'N', '0', '1', '2', '3', '4', '5', '6', '7' ->
            throw new JinjaException("the escape \\" + escaped + " in a string is not supported");
        default -> text.append('\\').append(escaped);
      }
    }
    return text.toString();
  }

  private static int codePoint(String literal, int from, int digits, StringBuilder text) {
    try {
      text.appendCodePoint(Integer.parseInt(literal.substring(from, from + digits), 16));
      return from + digits;
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new JinjaException("an escape in \"" + literal + "\" is not a character");
    }
  }

  /** Python's {@code repr}. */
  static String quoted(String text) {
    char quote = text.indexOf('\'') >= 0 && text.indexOf('"') < 0 ? '"' : '\'';
    StringBuilder quoted = new StringBuilder().append(quote);
    text.codePoints()
        .forEach(
            point -> {
              switch (point) {
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\\' -> quoted.append("\\\\");
                default -> {
                  if (point == quote) {
                    quoted.append('\\').append(quote);
                  } else if (isPrintable(point)) {
                    quoted.appendCodePoint(point);
                  } else if (point < 0x100) {
                    quoted.append("\\x%02x".formatted(point));
                  } else if (point < 0x10000) {
                    quoted.append("\\u%04x".formatted(point));
                  } else {
                    quoted.append("\\U%08x".formatted(point));
                  }
                }
              }
            });
    return quoted.append(quote).toString();
  }

  private static boolean isPrintable(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> point == ' ';
      default -> true;
    };
  }
}
