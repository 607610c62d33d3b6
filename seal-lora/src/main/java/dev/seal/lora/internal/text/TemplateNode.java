package dev.seal.lora.internal.text;

import java.util.List;
import java.util.function.IntFunction;
import jinjava.de.odysseus.el.tree.Bindings;
import jinjava.de.odysseus.el.tree.impl.ast.AstNode;
import jinjava.de.odysseus.el.tree.impl.ast.AstRightValue;
import jinjava.javax.el.ELContext;

/** A part of an expression; its value comes of its children's. */
final class TemplateNode extends AstRightValue {

  /** Computes a value; a child is evaluated when it is asked for. */
  interface Operation {
    Object apply(IntFunction<Object> child);
  }

  private final Operation operation;
  private final List<AstNode> children;
  private final boolean condition;

  TemplateNode(Operation operation, List<AstNode> children, boolean condition) {
    this.operation = operation;
    this.children = children;
    this.condition = condition;
  }

  /** Whether it is an {@code if} that stands in no parentheses. */
  boolean isCondition() {
    return condition;
  }

  @Override
  public Object eval(Bindings bindings, ELContext context) {
    Object value = operation.apply(i -> children.get(i).eval(bindings, context));
    TemplateEngine.current().spend(value);
    return value;
  }

  @Override
  public int getCardinality() {
    return children.size();
  }

  @Override
  public AstNode getChild(int index) {
    return children.get(index);
  }

  @Override
  public void appendStructure(StringBuilder builder, Bindings bindings) {
    builder.append("an expression");
  }
}
