package dev.seal.lora.internal.jinja;

import dev.seal.lora.internal.jinja.Node.Flow;
import dev.seal.lora.internal.jinja.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads tags and what stands between them. */
final class TemplateParser {

  private static final int DEPTH = 100;

  private final TokenStream tokens;
  private final ExpressionParser expressions;
  private int depth;
  private int loops;

  private TemplateParser(TokenStream tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static Node.Block parse(String template) {
    TokenStream tokens = new TokenStream(Lexer.tokens(template));
    return new TemplateParser(tokens).block(Set.of());
  }

  /** Up to a tag with one of these names, of which it reads the name, or up to the end. */
  private Node.Block block(Set<String> ends) {
    if (++depth > DEPTH) {
      throw new JinjaException("tags are nested more than " + DEPTH + " deep")
          .at(tokens.peek().line());
    }
    List<Node> nodes = new ArrayList<>();
    while (true) {
      Token token = tokens.peek();
      switch (token.kind()) {
        case DATA -> nodes.add(new Node.Data(tokens.next().text(), token.line()));
        case OUTPUT_BEGIN -> {
          tokens.next();
          nodes.add(new Node.Print(expressions.tupleOrExpression(true)));
          tokens.expect(Kind.OUTPUT_END, "\"}}\"");
        }
        case TAG_BEGIN -> {
          if (ends.contains(tokens.peekBehind().text())) {
            tokens.next();
            depth--;
            return new Node.Block(nodes);
          }
          tokens.next();
          nodes.add(tag());
        }
        default -> {
          if (!ends.isEmpty()) {
            throw tokens.unexpected("the tag " + String.join(" or ", ends));
          }
          depth--;
          return new Node.Block(nodes);
        }
      }
    }
  }

  private Node tag() {
    Token name = tokens.expect(Kind.NAME, "the name of a tag");
    return switch (name.text()) {
      case "if" -> condition();
      case "for" -> loop(name.line());
      case "set" -> set();
      case "macro" -> macro();
      case "filter" -> filter();
      case "with" -> with();
      case "generation" -> {
        // Marks what the assistant says for training with masks; the text is as without it.
        endTag();
        Node.Block body = bodyUpTo("endgeneration");
        yield new Node.With(List.of(), List.of(), body);
      }
      case "break" -> jump(Flow.BREAK, name);
      case "continue" -> jump(Flow.CONTINUE, name);
      default ->
          throw new JinjaException("the tag \"" + name.text() + "\" is not supported")
              .at(name.line());
    };
  }

  private void endTag() {
    tokens.expect(Kind.TAG_END, "\"%}\"");
  }

  private Node.Block bodyUpTo(String end) {
    Node.Block body = block(Set.of(end));
    tokens.next();
    endTag();
    return body;
  }

  private Node condition() {
    Expression condition = expressions.tupleOrExpression(true);
    endTag();
    Node.Block then = block(Set.of("elif", "else", "endif"));
    String next = tokens.next().text();
    if (next.equals("elif")) {
      return new Node.If(condition, then, condition());
    }
    endTag();
    return new Node.If(condition, then, next.equals("else") ? bodyUpTo("endif") : null);
  }

  private Node loop(int line) {
    List<String> targets = new ArrayList<>();
    boolean unpacks = targets(targets);
    if (!tokens.skipName("in")) {
      throw tokens.unexpected("\"in\"");
    }
    Expression iterable = expressions.tupleOrExpression(false);
    Expression filter = tokens.skipName("if") ? expressions.expression() : null;
    if (tokens.atName("recursive")) {
      throw new JinjaException("a recursive loop is not supported").at(line);
    }
    endTag();
    loops++;
    Node.Block body = block(Set.of("else", "endfor"));
    loops--;
    boolean otherwise = tokens.next().text().equals("else");
    endTag();
    return new Node.For(
        targets, unpacks, iterable, filter, body, otherwise ? bodyUpTo("endfor") : null, line);
  }

  /** Names to assign to; gives whether there are several, or one with a comma. */
  private boolean targets(List<String> names) {
    boolean bracket = tokens.skipOperator("(");
    names.add(target());
    boolean unpacks = false;
    while (tokens.skipOperator(",")) {
      unpacks = true;
      if (!tokens.at(Kind.NAME) || tokens.atName("in")) {
        break;
      }
      names.add(target());
    }
    if (bracket) {
      tokens.expectOperator(")");
    }
    return unpacks;
  }

  private String target() {
    Token name = tokens.expect(Kind.NAME, "a name");
    if (Set.of("true", "false", "none", "True", "False", "None").contains(name.text())) {
      throw new JinjaException("\"" + name.text() + "\" cannot be set").at(name.line());
    }
    return name.text();
  }

  private Node set() {
    Token first = tokens.peek();
    if (tokens.peekBehind().is(Kind.OPERATOR, ".")) {
      String namespace = target();
      tokens.next();
      String member = tokens.expect(Kind.NAME, "a name").text();
      if (!tokens.skipOperator("=")) {
        throw tokens.unexpected("\"=\"");
      }
      Expression value = expressions.tupleOrExpression(true);
      endTag();
      return new Node.SetMember(namespace, member, value, first.line());
    }
    List<String> targets = new ArrayList<>();
    boolean unpacks = targets(targets);
    if (tokens.skipOperator("=")) {
      Expression value = expressions.tupleOrExpression(true);
      endTag();
      return new Node.Set(targets, unpacks, value);
    }
    if (unpacks) {
      throw tokens.unexpected("\"=\"");
    }
    Expression value = filters(first.line());
    endTag();
    return new Node.SetBlock(targets.get(0), bodyUpTo("endset"), value);
  }

  /** The text of a block, through the filters that come next. */
  private Expression filters(int line) {
    Expression value = new Expression.Name(Node.BODY, line);
    while (tokens.skipOperator("|")) {
      value = expressions.filter(value);
    }
    return value;
  }

  private Node filter() {
    int line = tokens.peek().line();
    Expression value = expressions.filter(new Expression.Name(Node.BODY, line));
    while (tokens.skipOperator("|")) {
      value = expressions.filter(value);
    }
    endTag();
    return new Node.FilterBlock(bodyUpTo("endfilter"), value);
  }

  private Node with() {
    List<String> names = new ArrayList<>();
    List<Expression> values = new ArrayList<>();
    while (!tokens.at(Kind.TAG_END)) {
      if (!names.isEmpty()) {
        tokens.expectOperator(",");
      }
      names.add(target());
      tokens.expectOperator("=");
      values.add(expressions.expression());
    }
    endTag();
    return new Node.With(names, values, bodyUpTo("endwith"));
  }

  private Node macro() {
    String name = target();
    List<String> parameters = new ArrayList<>();
    Map<String, Expression> defaults = new LinkedHashMap<>();
    tokens.expectOperator("(");
    while (!tokens.skipOperator(")")) {
      if (!parameters.isEmpty()) {
        tokens.expectOperator(",");
      }
      String parameter = target();
      parameters.add(parameter);
      if (tokens.skipOperator("=")) {
        defaults.put(parameter, expressions.expression());
      }
    }
    endTag();
    int outerLoops = loops;
    loops = 0;
    Node.Block body = bodyUpTo("endmacro");
    loops = outerLoops;
    return new Node.Macro(name, parameters, defaults, body);
  }

  private Node jump(Flow flow, Token name) {
    if (loops == 0) {
      throw new JinjaException("\"" + name.text() + "\" stands outside of a loop").at(name.line());
    }
    endTag();
    return new Node.Jump(flow);
  }
}
