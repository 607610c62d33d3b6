package dev.seal.lora.internal.text;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts a template down so that Jinjava's scanner cannot read it otherwise than Jinja's: white space
 * is cut as Jinja does with {@code trim_blocks} and {@code lstrip_blocks}, comments are gone, and
 * braces within tags stand apart. Line numbers stay.
 */
final class TemplateSource {

  private static final int LONGEST_TEMPLATE = 1 << 18;
  private static final int DEEPEST_BRACKETS = 40;

  /** Characters of an expression beside its strings, for a tree that fits on the stack. */
  private static final int LONGEST_EXPRESSION = 1000;

  private static final Pattern LINE_BREAK = Pattern.compile("\r\n?");
  private static final Pattern OPEN = Pattern.compile("\\{[{%#][-+]?");
  private static final Pattern TAG = Pattern.compile("\\s*+([A-Za-z_]\\w*+)");
  private static final Set<String> TAGS = Set.of("if", "elif", "for", "set");
  private static final Set<String> TAGS_ALONE =
      Set.of("else", "endif", "endfor", "endset", "generation", "endgeneration");

  private final String source;
  private final StringBuilder result = new StringBuilder();
  private int position;

  /** Line breaks that were cut, and are made up for within the next tag. */
  private int cutLines;

  private TemplateSource(String source) {
    this.source = source;
  }

  static String forJinjava(String template) {
    if (template.length() > LONGEST_TEMPLATE) {
      throw TemplateException.failed(
          "it has %,d characters, but at most %,d are read"
              .formatted(template.length(), LONGEST_TEMPLATE));
    }
    String source = LINE_BREAK.matcher(template).replaceAll("\n");
    return new TemplateSource(
            source.endsWith("\n") ? source.substring(0, source.length() - 1) : source)
        .convert();
  }

  private String convert() {
    Matcher open = OPEN.matcher(source);
    boolean lineStart = true;
    while (open.find(position)) {
      char kind = source.charAt(open.start() + 1);
      char sign = source.charAt(open.end() - 1);
      text(cutEnd(source.substring(position, open.start()), kind, sign, lineStart));
      position = open.end();
      if (kind == '#') {
        comment();
      } else {
        tag(kind == '{' ? "}}" : "%}");
      }
      lineStart = source.charAt(position - 1) == '\n';
    }
    text(source.substring(position));
    return result.toString();
  }

  private String cutEnd(String text, char kind, char sign, boolean lineStart) {
    int end = text.length();
    if (sign == '-') {
      end = PythonValues.strip(text, null, false, true).length();
    } else if (sign != '+' && kind != '{') {
      int line = text.lastIndexOf('\n') + 1;
      if ((line > 0 || lineStart)
          && PythonValues.strip(text.substring(line), null, true, false).isEmpty()) {
        end = line;
      }
    }
    cutLines += lines(text.substring(end));
    return text.substring(0, end);
  }

  private void text(String text) {
    result.append(text.replace("{", "{{ '{' }}"));
  }

  private void comment() {
    int end = source.indexOf("#}", position);
    if (end < 0) {
      throw failed("a comment is not closed");
    }
    cutLines += lines(source.substring(position, end));
    close(end, end > position ? source.charAt(end - 1) : ' ', true);
  }

  private void tag(String closing) {
    boolean block = closing.equals("%}");
    int start = position;
    StringBuilder inner = new StringBuilder();
    int depth = 0;
    int length = 0;
    while (depth > 0 || !source.startsWith(closing, position)) {
      char c = position < source.length() ? source.charAt(position) : 0;
      switch (c) {
        case 0 -> throw failed("a tag is not closed");
        case '\'', '"' -> {
          inner.append(string(c));
          continue;
        }
        case '(', '[', '{' -> depth++;
        case ')', ']', '}' -> depth--;
        default -> {}
      }
      if (depth < 0 || depth > DEEPEST_BRACKETS || ++length > LONGEST_EXPRESSION) {
        throw failed("an expression has brackets that do not match, or is too long or too deep");
      }
      inner.append(c == '}' ? " }" : c == '{' ? "{ " : String.valueOf(c));
      position++;
    }
    char sign = position > start ? source.charAt(position - 1) : ' ';
    if (sign == '-' || (sign == '+' && block)) {
      inner.setLength(inner.length() - 1);
    }
    if (block) {
      Matcher name = TAG.matcher(inner);
      if (!name.lookingAt() || !TAGS.contains(name.group(1))) {
        String text = inner.toString().strip();
        if (!TAGS_ALONE.contains(text)) {
          throw failed(
              "the tag \"%s\" is not supported".formatted(name.lookingAt() ? name.group(1) : text));
        }
      }
    }
    result
        .append(block ? "{%" : "{{")
        .append("\n".repeat(cutLines))
        .append(' ')
        .append(inner)
        .append(' ')
        .append(closing);
    cutLines = 0;
    close(position, sign, block);
  }

  private String string(char quote) {
    int start = position++;
    while (position < source.length() && source.charAt(position) != quote) {
      position += source.charAt(position) == '\\' ? 2 : 1;
    }
    if (position >= source.length()) {
      position = start;
      throw failed("a string is not closed");
    }
    return source.substring(start, ++position);
  }

  /** Goes behind the end of a tag or comment, and what it cuts of the text that follows. */
  private void close(int end, char sign, boolean trimsLine) {
    position = end + 2;
    if (sign == '-') {
      while (position < source.length() && PythonValues.isSpace(source.charAt(position))) {
        position++;
      }
    } else if (trimsLine && sign != '+' && source.startsWith("\n", position)) {
      position++;
    }
    cutLines += lines(source.substring(end, position));
  }

  private TemplateException failed(String message) {
    return TemplateException.failed(
        "line %d: %s".formatted(1 + lines(source.substring(0, position)), message));
  }

  private static int lines(String text) {
    return (int) text.chars().filter(c -> c == '\n').count();
  }
}
