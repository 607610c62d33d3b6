package dev.seal.lora.internal.text;

import com.hubspot.jinjava.interpret.Context;
import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.Node;
import com.hubspot.jinjava.tree.TagNode;
import dev.seal.lora.internal.text.PythonValues.Loop;
import dev.seal.lora.internal.text.PythonValues.Pair;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A loop with a scope for each of its items. */
final class ForTag implements Tag {

  private static final long serialVersionUID = 1L;

  private static final Pattern HEAD =
      Pattern.compile(
          "\\s*+([A-Za-z_]\\w*+)(?:\\s*+,\\s*+([A-Za-z_]\\w*+))?+\\s++in\\b(.*+)", Pattern.DOTALL);

  @Override
  public String getName() {
    return "for";
  }

  static void check(TagNode tag, TemplateEngine engine) {
    if (engine.checkExpression(head(tag).group(3)) instanceof TemplateNode iterated
        && iterated.isCondition()) {
      throw TemplateException.unsupported("a \"for\" with an \"if\"");
    }
  }

  private static Matcher head(TagNode tag) {
    Matcher head = HEAD.matcher(tag.getHelpers());
    if (!head.matches()) {
      throw TemplateException.unsupported("\"for%s\"".formatted(tag.getHelpers()));
    }
    return head;
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    Matcher head = head(tag);
    List<Object> items =
        PythonValues.items(interpreter.resolveELExpression(head.group(3), tag.getLineNumber()));
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < items.size(); i++) {
      interpreter.enterScope();
      assign(interpreter.getContext(), head.group(1), head.group(2), items.get(i));
      interpreter.getContext().put("loop", new Loop(items, i));
      render(tag, interpreter, text);
      interpreter.leaveScope();
    }
    return text.toString();
  }

  private static void assign(Context context, String name, @Nullable String second, Object item) {
    if (second == null) {
      context.put(name, item);
    } else if (item instanceof Pair pair) {
      context.put(name, pair.key());
      context.put(second, pair.value());
    } else {
      throw TemplateException.unsupported("two variables for " + PythonValues.kind(item));
    }
  }

  /** Appends what a block's children write. */
  static void render(TagNode tag, JinjavaInterpreter interpreter, StringBuilder text) {
    for (Node child : tag.getChildren()) {
      String part = child.render(interpreter).getValue();
      TemplateEngine.current().spend(part);
      PythonValues.checked(part, text.length());
      text.append(part);
    }
  }
}
