package dev.seal.lora.internal.jinja;

import dev.seal.lora.internal.jinja.Expression.ArgumentList;
import dev.seal.lora.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads expressions with Jinja's precedences. */
final class ExpressionParser {

  private static final int DEPTH = 100;
  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "if", "else", "in", "is", "elif", "for", "recursive");

  private final TokenStream tokens;
  private int depth;

  ExpressionParser(TokenStream tokens) {
    this.tokens = tokens;
  }

  Expression expression() {
    enter();
    Expression value = or();
    while (tokens.skipName("if")) {
      Expression condition = or();
      value =
          tokens.skipName("else")
              ? new Expression.Choice(condition, value, expression())
              : new Expression.Choice(condition, value, null);
    }
    depth--;
    return value;
  }

  /** One expression, or a tuple of several with commas between them and no brackets. */
  Expression tupleOrExpression(boolean withChoice) {
    Expression first = withChoice ? expression() : or();
    if (!tokens.atOperator(",")) {
      return first;
    }
    List<Expression> items = new ArrayList<>(List.of(first));
    while (tokens.skipOperator(",")) {
      if (tokens.at(Kind.TAG_END) || tokens.at(Kind.OUTPUT_END) || tokens.atOperator(")")) {
        break;
      }
      items.add(withChoice ? expression() : or());
    }
    return new Expression.TupleOf(items);
  }

  private void enter() {
    if (++depth > DEPTH) {
      throw new JinjaException("an expression is nested more than " + DEPTH + " deep")
          .at(tokens.peek().line());
    }
  }

  private Expression or() {
    Expression left = and();
    while (tokens.skipName("or")) {
      left = new Expression.Or(left, and());
    }
    return left;
  }

  private Expression and() {
    Expression left = not();
    while (tokens.skipName("and")) {
      left = new Expression.And(left, not());
    }
    return left;
  }

  private Expression not() {
    if (tokens.skipName("not")) {
      enter();
      Expression operand = not();
      depth--;
      return new Expression.Not(operand);
    }
    return comparison();
  }

  private Expression comparison() {
    int line = tokens.peek().line();
    Expression first = sum();
    List<String> operators = new ArrayList<>();
    List<Expression> operands = new ArrayList<>();
    while (true) {
      if (tokens.at(Kind.OPERATOR) && COMPARISONS.contains(tokens.peek().text())) {
        operators.add(tokens.next().text());
      } else if (tokens.skipName("in")) {
        operators.add("in");
      } else if (tokens.atName("not") && tokens.peekBehind().is(Kind.NAME, "in")) {
        tokens.next();
        tokens.next();
        operators.add("not in");
      } else {
        return operators.isEmpty()
            ? first
            : new Expression.Comparison(first, operators, operands, line);
      }
      operands.add(sum());
    }
  }

  private Expression sum() {
    Expression left = concatenation();
    while (tokens.atOperator("+") || tokens.atOperator("-")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, concatenation(), operator.line());
    }
    return left;
  }

  private Expression concatenation() {
    Expression first = product();
    if (!tokens.atOperator("~")) {
      return first;
    }
    List<Expression> parts = new ArrayList<>(List.of(first));
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return new Expression.Concatenation(parts);
  }

  private Expression product() {
    Expression left = power();
    while (tokens.atOperator("*")
        || tokens.atOperator("/")
        || tokens.atOperator("//")
        || tokens.atOperator("%")) {
      Token operator = tokens.next();
      left = new Expression.Binary(operator.text(), left, power(), operator.line());
    }
    return left;
  }

  private Expression power() {
    Expression left = unary(true);
    while (tokens.atOperator("**")) {
      Token operator = tokens.next();
      left = new Expression.Binary("**", left, unary(true), operator.line());
    }
    return left;
  }

  /** A sign binds closer than a filter: {@code -x|abs} is {@code (-x)|abs}. */
  private Expression unary(boolean withFilters) {
    Expression value;
    if (tokens.atOperator("-") || tokens.atOperator("+")) {
      Token sign = tokens.next();
      enter();
      Expression operand = unary(false);
      depth--;
      Expression negative = new Expression.Negative(operand);
      value = sign.text().equals("-") ? negative : new Expression.Negative(negative);
    } else {
      value = primary();
    }
    value = postfix(value);
    return withFilters ? filtersAndTests(value) : value;
  }

  private Expression primary() {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NAME -> {
        if (RESERVED.contains(token.text())) {
          throw tokens.unexpected("an expression");
        }
        tokens.next();
        return switch (token.text()) {
          case "true", "True" -> new Expression.Constant(true);
          case "false", "False" -> new Expression.Constant(false);
          case "none", "None" -> new Expression.Constant(None.NONE);
          default -> new Expression.Name(token.text(), token.line());
        };
      }
      case STRING -> {
        StringBuilder text = new StringBuilder();
        while (tokens.at(Kind.STRING)) {
          text.append(tokens.next().text());
        }
        return new Expression.Constant(text.toString());
      }
      case INTEGER -> {
        tokens.next();
        return new Expression.Constant(integer(token));
      }
      case FLOAT -> {
        tokens.next();
        return new Expression.Constant(Double.parseDouble(token.text()));
      }
      case OPERATOR -> {
        switch (token.text()) {
          case "(" -> {
            return bracketed();
          }
          case "[" -> {
            return new Expression.ListOf(items("]"));
          }
          case "{" -> {
            return dict();
          }
          default -> throw tokens.unexpected("an expression");
        }
      }
      default -> throw tokens.unexpected("an expression");
    }
  }

  private static long integer(Token token) {
    try {
      return Long.parseLong(token.text());
    } catch (NumberFormatException e) {
      throw new JinjaException("the number " + token.text() + " is too large").at(token.line());
    }
  }

  private Expression bracketed() {
    tokens.next();
    if (tokens.skipOperator(")")) {
      return new Expression.TupleOf(List.of());
    }
    Expression value = tupleOrExpression(true);
    tokens.expectOperator(")");
    return value;
  }

  private List<Expression> items(String close) {
    tokens.next();
    List<Expression> items = new ArrayList<>();
    while (!tokens.skipOperator(close)) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator(close)) {
          break;
        }
      }
      items.add(expression());
    }
    return items;
  }

  private Expression dict() {
    tokens.next();
    List<Expression> keys = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.skipOperator("}")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
        if (tokens.skipOperator("}")) {
          break;
        }
      }
      keys.add(expression());
      tokens.expectOperator(":");
      values.add(expression());
    }
    return new Expression.DictOf(keys, values);
  }

  private Expression postfix(Expression start) {
    Expression value = start;
    while (true) {
      if (tokens.atOperator(".")) {
        value = member(value);
      } else if (tokens.atOperator("[")) {
        value = subscript(value);
      } else if (tokens.atOperator("(")) {
        int line = tokens.peek().line();
        value = new Expression.Call(value, arguments(), line);
      } else {
        return value;
      }
    }
  }

  private Expression member(Expression owner) {
    int line = tokens.next().line();
    if (tokens.at(Kind.INTEGER)) {
      return new Expression.Item(owner, new Expression.Constant(integer(tokens.next())), line);
    }
    return new Expression.Attribute(owner, tokens.expect(Kind.NAME, "a name").text(), line);
  }

  private Expression subscript(Expression owner) {
    int line = tokens.next().line();
    Expression none = new Expression.Constant(None.NONE);
    Expression start = none;
    if (!tokens.atOperator(":")) {
      start = expression();
      if (tokens.skipOperator("]")) {
        return new Expression.Item(owner, start, line);
      }
    }
    tokens.expectOperator(":");
    Expression stop = tokens.atOperator(":") || tokens.atOperator("]") ? none : expression();
    Expression step = none;
    if (tokens.skipOperator(":") && !tokens.atOperator("]")) {
      step = expression();
    }
    tokens.expectOperator("]");
    return new Expression.Slice(owner, start, stop, step, line);
  }

  /** The arguments of a call, from its opening bracket on. */
  ArgumentList arguments() {
    tokens.expectOperator("(");
    List<Expression> positional = new ArrayList<>();
    Map<String, Expression> named = new LinkedHashMap<>();
    boolean first = true;
    while (!tokens.skipOperator(")")) {
      if (!first) {
        tokens.expectOperator(",");
        if (tokens.skipOperator(")")) {
          break;
        }
      }
      first = false;
      if (tokens.atOperator("*") || tokens.atOperator("**")) {
        throw new JinjaException("arguments by * and ** are not supported")
            .at(tokens.peek().line());
      }
      if (tokens.at(Kind.NAME) && tokens.peekBehind().is(Kind.OPERATOR, "=")) {
        Token name = tokens.next();
        tokens.next();
        if (named.put(name.text(), expression()) != null) {
          throw new JinjaException("the argument \"" + name.text() + "\" is given twice")
              .at(name.line());
        }
      } else if (named.isEmpty()) {
        positional.add(expression());
      } else {
        throw tokens.unexpected("an argument with a name");
      }
    }
    return new ArgumentList(positional, named);
  }

  private Expression filtersAndTests(Expression start) {
    Expression value = start;
    while (true) {
      if (tokens.skipOperator("|")) {
        value = filter(value);
      } else if (tokens.skipName("is")) {
        value = test(value);
      } else if (tokens.atOperator("(")) {
        int line = tokens.peek().line();
        value = new Expression.Call(value, arguments(), line);
      } else {
        return value;
      }
    }
  }

  /** A filter, from its name on. */
  Expression filter(Expression value) {
    Token name = tokens.expect(Kind.NAME, "the name of a filter");
    ArgumentList arguments = tokens.atOperator("(") ? arguments() : ArgumentList.NONE;
    return new Expression.Filtered(value, name.text(), arguments, name.line());
  }

  private Expression test(Expression value) {
    boolean negated = tokens.skipName("not");
    Token name = tokens.expect(Kind.NAME, "the name of a test");
    ArgumentList arguments = ArgumentList.NONE;
    if (tokens.atOperator("(")) {
      arguments = arguments();
    } else if (argumentFollows()) {
      arguments = new ArgumentList(List.of(postfix(primary())), Map.of());
    }
    return new Expression.Tested(value, name.text(), arguments, negated, name.line());
  }

  private boolean argumentFollows() {
    return switch (tokens.peek().kind()) {
      case NAME -> !RESERVED.contains(tokens.peek().text());
      case STRING, INTEGER, FLOAT -> true;
      case OPERATOR -> tokens.atOperator("[") || tokens.atOperator("{");
      default -> false;
    };
  }
}
