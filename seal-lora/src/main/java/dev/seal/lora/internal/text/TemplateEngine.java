package dev.seal.lora.internal.text;

import com.google.common.base.Throwables;
import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.expression.ExpressionStrategy;
import com.hubspot.jinjava.lib.tag.IfTag;
import com.hubspot.jinjava.tree.ExpressionNode;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.output.RenderedOutputNode;
import com.hubspot.jinjava.tree.parse.ExpressionToken;
import dev.seal.lora.internal.text.PythonValues.Series;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import jinjava.de.odysseus.el.ExpressionFactoryImpl;
import jinjava.de.odysseus.el.tree.TreeBuilderException;
import jinjava.de.odysseus.el.tree.TreeStore;
import jinjava.de.odysseus.el.tree.impl.Builder;
import jinjava.de.odysseus.el.tree.impl.Cache;
import jinjava.de.odysseus.el.tree.impl.Parser;
import jinjava.javax.el.ExpressionFactory;
import org.jspecify.annotations.Nullable;

/**
 * Jinjava with Jinja's grammar of expressions, Python's values and Jinja's scopes. What a template
 * can do is bounded in time, memory and depth. Safe for use by several threads.
 */
final class TemplateEngine extends Jinjava {

  private static final int DEEPEST_BLOCKS = 40;

  private final TreeStore expressions =
      new TreeStore(
          new Builder() {
            private static final long serialVersionUID = 1L;

            @Override
            protected Parser createParser(String expression) {
              return new TemplateParser(this, expression);
            }
          },
          new Cache(1000));
  private final ExpressionFactory expressionFactory = new ExpressionFactoryImpl(expressions);

  TemplateEngine() {
    super(
        JinjavaConfig.newBuilder()
            .withKeepTrailingNewline(true)
            .withNestedInterpretationEnabled(false)
            .withMaxOutputSize(PythonValues.LONGEST_TEXT)
            .withLegacyOverrides(
                LegacyOverrides.newBuilder()
                    .withParseWhitespaceControlStrictly(true)
                    .withAllowAdjacentTextNodes(true)
                    .withHandleBackslashInQuotesOnly(true)
                    .build())
            .build());
    registerTag(new If());
    registerTag(new ForTag());
    registerTag(new SetTag());
    registerTag(new GenerationTag());
  }

  @Override
  public ExpressionFactory getExpressionFactory() {
    return expressionFactory;
  }

  /** Reads a template; all that it names is known. */
  Node read(String template) {
    Rendering reading = new Rendering(this, Map.of());
    Node root = reading.parse(TemplateSource.forJinjava(template));
    check(root, 0);
    return root;
  }

  String render(Node template, Map<String, Object> variables) {
    Rendering rendering = new Rendering(this, variables);
    try {
      return rendering.render(template);
    } catch (RuntimeException e) {
      throw rendering.failure(e);
    }
  }

  private void check(Node parent, int depth) {
    if (depth > DEEPEST_BLOCKS) {
      throw at(parent.getLineNumber(), "blocks are nested too deep");
    }
    for (Node node : parent.getChildren()) {
      try {
        if (node instanceof ExpressionNode) {
          checkExpression(((ExpressionToken) node.getMaster()).getExpr());
        } else if (node instanceof TagNode tag) {
          switch (tag.getName()) {
            case "if", "elif" -> checkExpression(tag.getHelpers());
            case "for" -> ForTag.check(tag, this);
            case "set" -> SetTag.check(tag, this);
            default -> {}
          }
          boolean branch = List.of("elif", "else").contains(tag.getName());
          if (branch && !(parent instanceof TagNode block && block.getTag() instanceof IfTag)) {
            throw TemplateException.unsupported(
                "\"%s\" other than in an \"if\"".formatted(tag.getName()));
          }
        }
      } catch (TemplateException e) {
        throw at(node.getLineNumber(), e.getMessage());
      }
      check(node, depth + 1);
    }
  }

  /** Refuses an expression that cannot be read, or names what is not known. */
  jinjava.de.odysseus.el.tree.Node checkExpression(String expression) {
    try {
      return expressions.get("#{" + expression.strip() + "}").getRoot().getChild(0);
    } catch (TreeBuilderException e) {
      throw TemplateException.unsupported(
          "%s in \"%s\"".formatted(e.getEncountered(), expression.strip()));
    }
  }

  private static TemplateException at(int line, @Nullable String message) {
    return TemplateException.failed("line " + line + ": " + message);
  }

  /** The rendering under way in this thread. */
  static Rendering current() {
    return (Rendering) Objects.requireNonNull(JinjavaInterpreter.getCurrent());
  }

  private static final class If extends IfTag {

    private static final long serialVersionUID = 1L;

    @Override
    public boolean isPositiveIfElseNode(TagNode tag, JinjavaInterpreter interpreter) {
      return PythonValues.truth(
          interpreter.resolveELExpression(tag.getHelpers(), tag.getLineNumber()));
    }
  }

  /** Writes values as Python does. */
  private static final class PythonText implements ExpressionStrategy {

    private static final long serialVersionUID = 1L;

    @Override
    public RenderedOutputNode interpretOutput(
        ExpressionToken expression, JinjavaInterpreter interpreter) {
      Object value =
          interpreter.resolveELExpression(expression.getExpr(), expression.getLineNumber());
      return new RenderedOutputNode(PythonValues.text(value));
    }
  }

  /** One rendering. Jinjava collects errors and goes on; this one ends with the first. */
  static final class Rendering extends JinjavaInterpreter {

    private static final int MOST_STEPS = 4_000_000;
    private static final int STEPS_OF_AN_EXPRESSION = 20;
    private static final int CHARACTERS_OF_A_STEP = 16;
    private static final int ITEMS_OF_A_STEP = 2;

    private long steps;

    Rendering(TemplateEngine engine, Map<String, Object> variables) {
      super(
          engine, new Context(engine.getGlobalContextCopy(), variables), engine.getGlobalConfig());
      getContext().setExpressionStrategy(new PythonText());
    }

    @Override
    public Object resolveELExpression(String expression, int line) {
      step(STEPS_OF_AN_EXPRESSION);
      return super.resolveELExpression(expression, line);
    }

    @Override
    public InterpreterScopeClosable enterScope() {
      step(STEPS_OF_AN_EXPRESSION);
      return super.enterScope();
    }

    /** Counts what a value took. */
    void spend(Object value) {
      step(1);
      if (value instanceof String text) {
        step(text.length() / CHARACTERS_OF_A_STEP);
      } else if (value instanceof List<?> list) {
        step(list.size() / ITEMS_OF_A_STEP);
      } else if (value instanceof Series series) {
        step(series.size() / ITEMS_OF_A_STEP);
      }
    }

    private void step(int taken) {
      steps += taken;
      if (steps > MOST_STEPS) {
        throw TemplateException.failed("it takes more than %,d steps".formatted(MOST_STEPS));
      }
    }

    @Override
    public void addError(TemplateError error) {
      Throwable cause = error.getException();
      for (Throwable e : cause == null ? List.<Throwable>of() : Throwables.getCausalChain(cause)) {
        if (e instanceof TemplateException template) {
          throw template;
        }
      }
      boolean reading = getLineNumber() < 0;
      throw reading
          ? at(error.getLineno(), error.getMessage())
          : TemplateException.failed(error.getMessage());
    }

    TemplateException failure(RuntimeException failure) {
      for (Throwable e : Throwables.getCausalChain(failure)) {
        if (e instanceof TemplateException template) {
          return template.isRaised() ? template : at(getLineNumber(), template.getMessage());
        }
      }
      return at(getLineNumber(), failure.getMessage());
    }
  }
}
