package dev.seal.lora.internal.jinja;

import dev.seal.lora.internal.jinja.Token.Kind;
import java.util.List;

/** Tokens one by one. */
final class TokenStream {

  private final List<Token> tokens;
  private int position;

  TokenStream(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(position);
  }

  /** The token behind the next one. */
  Token peekBehind() {
    return tokens.get(Math.min(position + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    position = Math.min(position + 1, tokens.size() - 1);
    return token;
  }

  boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  boolean atName(String name) {
    return peek().is(Kind.NAME, name);
  }

  boolean atOperator(String operator) {
    return peek().is(Kind.OPERATOR, operator);
  }

  /** Goes on behind a name if it comes next. */
  boolean skipName(String name) {
    boolean there = atName(name);
    if (there) {
      next();
    }
    return there;
  }

  boolean skipOperator(String operator) {
    boolean there = atOperator(operator);
    if (there) {
      next();
    }
    return there;
  }

  Token expect(Kind kind, String what) {
    if (!at(kind)) {
      throw unexpected(what);
    }
    return next();
  }

  void expectOperator(String operator) {
    if (!skipOperator(operator)) {
      throw unexpected('"' + operator + '"');
    }
  }

  JinjaException unexpected(String wanted) {
    return new JinjaException("unexpected " + peek() + ", where " + wanted + " was expected")
        .at(peek().line());
  }
}
