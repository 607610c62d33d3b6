package dev.seal.lora.internal.jinja;

import dev.seal.lora.internal.jinja.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens, with {@code trim_blocks} and {@code lstrip_blocks} as transformers
 * sets them: a tag takes the line break behind it and the blanks in front of it on its line.
 */
final class Lexer {

  private static final Pattern RAW = tag("raw");
  private static final Pattern END_RAW = tag("endraw");
  private static final Pattern NUMBER =
      Pattern.compile("\\d+(?:_\\d+)*((?:\\.\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d+(?:_\\d+)*)?)");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern OPERATOR =
      Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,;]");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int position;

  /** Whether what was read last ended a line; so does the beginning. */
  private boolean lineBegins = true;

  private int line = 1;
  private int lineCountedTo;

  private Lexer(String source) {
    this.source = source;
  }

  private static Pattern tag(String name) {
    return Pattern.compile("\\{%([-+]?)\\s*" + name + "\\s*([-+]?)%\\}");
  }

  /** The tokens, {@link Kind#END} last. */
  static List<Token> tokens(String template) {
    String source = template.replace("\r\n", "\n").replace('\r', '\n');
    Lexer lexer =
        new Lexer(source.endsWith("\n") ? source.substring(0, source.length() - 1) : source);
    lexer.run();
    return lexer.tokens;
  }

  private void run() {
    while (position < source.length()) {
      int open = nextOpening();
      if (open < 0) {
        data(source.substring(position), position);
        position = source.length();
        break;
      }
      char kind = source.charAt(open + 1);
      Matcher raw = RAW.matcher(source).region(open, source.length());
      if (kind == '#') {
        data(before(open, signAt(open + 2), true), position);
        comment(open);
      } else if (kind == '%' && raw.lookingAt()) {
        data(before(open, raw.group(1), true), position);
        raw(raw);
      } else {
        boolean output = kind == '{';
        String sign = signAt(open + 2);
        data(before(open, sign, !output), position);
        add(output ? Kind.OUTPUT_BEGIN : Kind.TAG_BEGIN, "", open);
        position = open + 2 + sign.length();
        inside(output);
      }
    }
    add(Kind.END, "", source.length());
  }

  private int nextOpening() {
    for (int i = source.indexOf('{', position); i >= 0; i = source.indexOf('{', i + 1)) {
      if (i + 1 < source.length() && "{%#".indexOf(source.charAt(i + 1)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private String signAt(int index) {
    return index < source.length() && "+-".indexOf(source.charAt(index)) >= 0
        ? source.substring(index, index + 1)
        : "";
  }

  /** The text up to a tag, after the tag's wish for the blanks in front of it. */
  private String before(int open, String sign, boolean stripsLine) {
    String text = source.substring(position, open);
    if (sign.equals("-")) {
      return Strings.stripEnd(text);
    }
    if (stripsLine && sign.isEmpty()) {
      int start = text.lastIndexOf('\n') + 1;
      if ((start > 0 || lineBegins) && Strings.isBlank(text.substring(start))) {
        return text.substring(0, start);
      }
    }
    return text;
  }

  private void comment(int open) {
    int close = source.indexOf("#}", open + 2);
    if (close < 0) {
      throw new JinjaException("a comment, {#, is not closed").at(lineOf(open));
    }
    String sign = close > open + 2 ? signAt(close - 1) : "";
    position = close + 2;
    end(sign, true);
  }

  private void raw(Matcher begin) {
    int open = begin.start();
    if (begin.group(2).equals("+")) {
      throw new JinjaException("a raw tag ends with +%}").at(lineOf(open));
    }
    position = begin.end();
    end(begin.group(2), false);
    Matcher finish = END_RAW.matcher(source);
    if (!finish.find(position)) {
      throw new JinjaException("a raw tag is not closed by endraw").at(lineOf(open));
    }
    data(before(finish.start(), finish.group(1), true), position);
    position = finish.end();
    end(finish.group(2), true);
  }

  /** What the end of a tag takes with it: with "-" all blanks, else the line break of a block. */
  private void end(String sign, boolean block) {
    if (sign.equals("-")) {
      while (position < source.length() && Strings.isSpace(source.charAt(position))) {
        position++;
      }
    } else if (block
        && sign.isEmpty()
        && position < source.length()
        && source.charAt(position) == '\n') {
      position++;
    }
    lineBegins = source.charAt(position - 1) == '\n';
  }

  private void inside(boolean output) {
    String close = output ? "}}" : "%}";
    Deque<Character> brackets = new ArrayDeque<>();
    while (true) {
      while (position < source.length() && Strings.isSpace(source.charAt(position))) {
        position++;
      }
      if (position >= source.length()) {
        throw new JinjaException("a tag is not closed by " + close).at(lineOf(position));
      }
      if (brackets.isEmpty()) {
        String sign = signAt(position);
        if (!(output && sign.equals("+")) && source.startsWith(close, position + sign.length())) {
          add(output ? Kind.OUTPUT_END : Kind.TAG_END, "", position);
          position += sign.length() + close.length();
          end(sign, !output);
          return;
        }
      }
      token(brackets);
    }
  }

  private void token(Deque<Character> brackets) {
    char first = source.charAt(position);
    if (first == '\'' || first == '"') {
      string(first);
      return;
    }
    Matcher number = at(NUMBER);
    Matcher name = at(NAME);
    Matcher operator = at(OPERATOR);
    if (number.lookingAt()) {
      Kind kind = number.group(1).isEmpty() ? Kind.INTEGER : Kind.FLOAT;
      add(kind, number.group().replace("_", ""), position);
      position = number.end();
    } else if (name.lookingAt()) {
      add(Kind.NAME, name.group(), position);
      position = name.end();
    } else if (operator.lookingAt()) {
      balance(first, brackets);
      add(Kind.OPERATOR, operator.group(), position);
      position = operator.end();
    } else {
      throw new JinjaException("unexpected character \"" + first + '"').at(lineOf(position));
    }
  }

  private Matcher at(Pattern pattern) {
    return pattern.matcher(source).region(position, source.length());
  }

  private void balance(char bracket, Deque<Character> open) {
    switch (bracket) {
      case '(' -> open.push(')');
      case '[' -> open.push(']');
      case '{' -> open.push('}');
      case ')', ']', '}' -> {
        if (open.isEmpty() || open.pop() != bracket) {
          throw new JinjaException("unexpected \"" + bracket + '"').at(lineOf(position));
        }
      }
      default -> {}
    }
  }

  private void string(char quote) {
    int end = position + 1;
    while (end < source.length() && source.charAt(end) != quote) {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    if (end >= source.length()) {
      throw new JinjaException("a string is not closed by " + quote).at(lineOf(position));
    }
    try {
      add(Kind.STRING, Strings.unescape(source.substring(position + 1, end)), position);
    } catch (JinjaException e) {
      throw e.at(lineOf(position));
    }
    position = end + 1;
  }

  private void data(String text, int from) {
    if (!text.isEmpty()) {
      add(Kind.DATA, text, from);
    }
    lineBegins = false;
  }

  private void add(Kind kind, String text, int from) {
    tokens.add(new Token(kind, text, lineOf(from)));
  }

  private int lineOf(int index) {
    for (; lineCountedTo < Math.min(index, source.length()); lineCountedTo++) {
      if (source.charAt(lineCountedTo) == '\n') {
        line++;
      }
    }
    return line;
  }
}
