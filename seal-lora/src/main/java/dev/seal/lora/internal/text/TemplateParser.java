package dev.seal.lora.internal.text;

import static dev.seal.lora.internal.text.PythonValues.NONE;

import com.hubspot.jinjava.el.ext.AstDict;
import com.hubspot.jinjava.el.ext.ExtendedParser;
import dev.seal.lora.internal.text.PythonValues.Namespace;
import dev.seal.lora.internal.text.PythonValues.Undefined;
import dev.seal.lora.internal.text.TemplateFunctions.Arguments;
import dev.seal.lora.internal.text.TemplateFunctions.Callable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.de.odysseus.el.tree.impl.Scanner;
import jinjava.de.odysseus.el.tree.impl.Scanner.Symbol;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstString;
import org.jspecify.annotations.Nullable;

/**
 * Jinjava's parser with the levels of Jinja's grammar in place of those of the expression language,
 * and Python's operators at each. Names that are not known are refused while it reads.
 */
final class TemplateParser extends ExtendedParser {

  private static final Map<String, BinaryOperator<Object>> COMPARISONS =
      Map.of(
          "==", PythonValues::equal,
          "!=", (a, b) -> !PythonValues.equal(a, b),
          "<", (a, b) -> compare(a, b) < 0,
          "<=", (a, b) -> compare(a, b) <= 0,
          ">", (a, b) -> compare(a, b) > 0,
          ">=", (a, b) -> compare(a, b) >= 0,
          "in", (a, b) -> PythonValues.contains(b, a));
  private static final Map<String, BinaryOperator<Object>> SUMS =
      Map.of("+", PythonValues::add, "-", (a, b) -> Math.subtractExact(whole(a), whole(b)));
  private static final Map<String, BinaryOperator<Object>> JOINS = Map.of("~", PythonValues::join);
  private static final Map<String, BinaryOperator<Object>> PRODUCTS =
      Map.of(
          "*", (a, b) -> Math.multiplyExact(whole(a), whole(b)),
          "//", (a, b) -> Math.floorDiv(whole(a), whole(b)),
          "%", (a, b) -> Math.floorMod(whole(a), whole(b)));

  /** What Jinja has under these names, no chat template needs as a value. */
  private static final Set<String> RESERVED =
      Set.of("cycler", "dict", "joiner", "lipsum", "namespace", "raise_exception", "range", "self");

  TemplateParser(Builder builder, String expression) {
    super(builder, expression);
  }

  private interface Level {
    AstNode parse() throws Scanner.ScanException, Parser.ParseException;
  }

  private static long whole(Object value) {
    return PythonValues.number(value, "arithmetic");
  }

  private static int compare(Object left, Object right) {
    return Long.compare(
        PythonValues.number(left, "an order"), PythonValues.number(right, "an order"));
  }

  private static AstNode node(TemplateNode.Operation operation, AstNode... children) {
    return new TemplateNode(operation, List.of(children), false);
  }

  private boolean at(String image) {
    return getToken().getSymbol() != Symbol.STRING && image.equals(getToken().getImage());
  }

  private boolean take(String image) throws Scanner.ScanException, Parser.ParseException {
    boolean taken = at(image);
    if (taken) {
      consumeToken();
    }
    return taken;
  }

  private void require(String image) throws Scanner.ScanException, Parser.ParseException {
    if (!take(image)) {
      fail("'" + image + "'");
    }
  }

  @Override
  protected @Nullable AstNode expr(boolean required)
      throws Scanner.ScanException, Parser.ParseException {
    return !required && (at("]") || at("}")) ? null : condition();
  }

  private AstNode condition() throws Scanner.ScanException, Parser.ParseException {
    AstNode value = or(true);
    if (!take("if")) {
      return value;
    }
    AstNode condition = or(true);
    AstNode other = take("else") ? condition() : node(c -> new Undefined("an \"if\" without else"));
    return new TemplateNode(
        c -> c.apply(PythonValues.truth(c.apply(1)) ? 0 : 2),
        List.of(value, condition, other),
        true);
  }

  @Override
  protected AstNode or(boolean required) throws Scanner.ScanException, Parser.ParseException {
    AstNode left = and(true);
    return take("or") ? node(c -> either(c, true), left, or(true)) : left;
  }

  @Override
  protected AstNode and(boolean required) throws Scanner.ScanException, Parser.ParseException {
    AstNode left = not();
    return take("and") ? node(c -> either(c, false), left, and(true)) : left;
  }

  /** The first child if its truth is this, else the second. */
  private static Object either(IntFunction<Object> child, boolean truth) {
    Object first = child.apply(0);
    return PythonValues.truth(first) == truth ? first : child.apply(1);
  }

  private AstNode not() throws Scanner.ScanException, Parser.ParseException {
    return take("not") ? node(c -> !PythonValues.truth(c.apply(0)), not()) : comparison();
  }

  private AstNode comparison() throws Scanner.ScanException, Parser.ParseException {
    AstNode left = sum();
    boolean negated = at("not") && "in".equals(lookahead(0).getImage()) && take("not");
    if (!isOperator(COMPARISONS)) {
      return left;
    }
    AstNode compared = binary(COMPARISONS, left, this::sum);
    if (isOperator(COMPARISONS) || at("not")) {
      throw TemplateException.unsupported("a chain of comparisons");
    }
    return negated ? node(c -> !PythonValues.truth(c.apply(0)), compared) : compared;
  }

  private AstNode sum() throws Scanner.ScanException, Parser.ParseException {
    return operators(SUMS, () -> operators(JOINS, () -> operators(PRODUCTS, this::filtered)));
  }

  private boolean isOperator(Map<String, BinaryOperator<Object>> operators) {
    return getToken().getSymbol() != Symbol.STRING && operators.containsKey(getToken().getImage());
  }

  private AstNode operators(Map<String, BinaryOperator<Object>> operators, Level next)
      throws Scanner.ScanException, Parser.ParseException {
    AstNode left = next.parse();
    while (isOperator(operators)) {
      left = binary(operators, left, next);
    }
    return left;
  }

  private AstNode binary(Map<String, BinaryOperator<Object>> operators, AstNode left, Level next)
      throws Scanner.ScanException, Parser.ParseException {
    BinaryOperator<Object> operator =
        Objects.requireNonNull(operators.get(consumeToken().getImage()));
    return node(c -> operator.apply(c.apply(0), c.apply(1)), left, next.parse());
  }

  private AstNode filtered() throws Scanner.ScanException, Parser.ParseException {
    AstNode value = take("-") ? node(c -> Math.negateExact(whole(c.apply(0))), value()) : value();
    while (true) {
      if (take("|")) {
        String name = consumeToken(Symbol.IDENTIFIER).getImage();
        value = call("filter", name, TemplateFunctions.FILTERS.get(name), value, at("("));
      } else if (take("is")) {
        boolean negated = take("not");
        AstNode tested = test(value, consumeToken().getImage());
        value = negated ? node(c -> !PythonValues.truth(c.apply(0)), tested) : tested;
      } else {
        return value;
      }
    }
  }

  private AstNode test(AstNode value, String name)
      throws Scanner.ScanException, Parser.ParseException {
    Callable test = TemplateFunctions.TESTS.get(name);
    if (test == null || test.least() == 0 || at("(")) {
      return call("test", name, test, value, at("("));
    }
    return node(
        c -> test.body().apply(c.apply(0), new Arguments(List.of(c.apply(1)), Map.of())),
        value,
        value());
  }

  /** A call with the arguments that follow in parentheses, if any do. */
  private AstNode call(
      String kind, String name, @Nullable Callable callable, AstNode value, boolean arguments)
      throws Scanner.ScanException, Parser.ParseException {
    if (callable == null) {
      throw TemplateException.unsupported("the %s \"%s\"".formatted(kind, name));
    }
    List<AstNode> children = new ArrayList<>(List.of(value));
    List<String> names = new ArrayList<>();
    if (arguments) {
      require("(");
      while (!at(")")) {
        if ("=".equals(lookahead(0).getImage())) {
          names.add(consumeToken(Symbol.IDENTIFIER).getImage());
          consumeToken();
        } else if (!names.isEmpty()) {
          fail("a name");
        }
        children.add(condition());
        if (!at(")")) {
          require(",");
        }
      }
      require(")");
    }
    int given = children.size() - 1 - names.size();
    if (given < callable.least()
        || given > callable.most()
        || !(callable.names().containsAll(names) || callable.names().equals(List.of("*")))) {
      throw TemplateException.unsupported(
          "the %s \"%s\" with %d arguments%s"
              .formatted(kind, name, given, names.isEmpty() ? "" : " and " + names));
    }
    return new TemplateNode(
        c -> {
          List<Object> values = new ArrayList<>();
          Map<String, Object> byName = new HashMap<>();
          Object first = c.apply(0);
          for (int i = 1; i < children.size(); i++) {
            if (i <= given) {
              values.add(c.apply(i));
            } else {
              byName.put(names.get(i - 1 - given), c.apply(i));
            }
          }
          return callable.body().apply(first, new Arguments(values, byName));
        },
        children,
        false);
  }

  @Override
  protected AstNode value() throws Scanner.ScanException, Parser.ParseException {
    AstNode value = primary();
    while (true) {
      if (take(".")) {
        String name = consumeToken(Symbol.IDENTIFIER).getImage();
        if (name.startsWith("_")) {
          throw TemplateException.unsupported("the attribute \"" + name + '"');
        }
        value =
            at("(")
                ? call("method", name, TemplateFunctions.METHODS.get(name), value, true)
                : node(c -> PythonValues.attribute(c.apply(0), name), value);
      } else if (take("[")) {
        value = subscript(value);
      } else {
        return value;
      }
    }
  }

  private AstNode subscript(AstNode value) throws Scanner.ScanException, Parser.ParseException {
    AstNode from = at(":") ? node(c -> NONE) : condition();
    if (take("]")) {
      return node(c -> PythonValues.subscript(c.apply(0), c.apply(1)), value, from);
    }
    require(":");
    boolean whole = at(":");
    AstNode to = at(":") || at("]") ? node(c -> NONE) : condition();
    if (take(":") && !at("]")) {
      require("-");
      if (!whole || from.getCardinality() > 0 || !"1".equals(consumeToken().getImage())) {
        throw TemplateException.unsupported("a slice with a step other than [::-1]");
      }
      require("]");
      return node(c -> PythonValues.reversed(c.apply(0)), value);
    }
    require("]");
    return node(c -> PythonValues.slice(c.apply(0), c.apply(1), c.apply(2)), value, from, to);
  }

  private AstNode primary() throws Scanner.ScanException, Parser.ParseException {
    Scanner.Token token = getToken();
    switch (token.getSymbol()) {
      case INTEGER -> {
        consumeToken();
        if (token.getImage().matches("0\\d+")) {
          throw TemplateException.unsupported("the number " + token.getImage());
        }
        long number = parseInteger(token.getImage()).longValue();
        return node(c -> number);
      }
      case FLOAT -> throw TemplateException.unsupported("a number with a fraction");
      case NULL -> throw TemplateException.unsupported("the name \"null\"");
      case IDENTIFIER -> {
        consumeToken();
        return name(token.getImage());
      }
      case LPAREN -> {
        consumeToken();
        AstNode inner = condition();
        if (at(",")) {
          throw TemplateException.unsupported("a tuple");
        }
        require(")");
        // A node of its own, so that a condition in parentheses is told from one without.
        return node(c -> c.apply(0), inner);
      }
      default -> {
        AstNode literal = literal();
        if (literal == null) {
          fail("a value");
        }
        return Objects.requireNonNull(literal);
      }
    }
  }

  @Override
  protected AstDict createAstDict(Map<AstNode, AstNode> entries) {
    if (!entries.keySet().stream().allMatch(AstString.class::isInstance)) {
      throw TemplateException.unsupported("a key that is no string");
    }
    return super.createAstDict(entries);
  }

  private AstNode name(String name) throws Scanner.ScanException, Parser.ParseException {
    if (name.equals("none") || name.equals("None")) {
      return node(c -> NONE);
    }
    if (at("(")) {
      if (name.equals("namespace")) {
        Callable namespace =
            new Callable(0, 0, List.of("*"), (none, a) -> new Namespace(new HashMap<>(a.byName())));
        return call("function", name, namespace, node(c -> NONE), true);
      }
      return call(
          "function", name, TemplateFunctions.FUNCTIONS.get(name), node(c -> variable(name)), true);
    }
    if (RESERVED.contains(name) || name.startsWith("__")) {
      throw TemplateException.unsupported("the name \"" + name + "\" as a value");
    }
    return node(c -> variable(name));
  }

  private static Object variable(String name) {
    Object value = TemplateEngine.current().getContext().get(name);
    return value == null ? new Undefined(name) : value;
  }
}
