package dev.seal.lora.internal.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.FlexibleTag;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.TagNode;
import com.hubspot.jinjava.tree.parse.TagToken;
import dev.seal.lora.internal.text.PythonValues.Namespace;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sets a variable of the scope, or one of a namespace, to a value or to what a block writes. */
final class SetTag implements Tag, FlexibleTag {

  private static final long serialVersionUID = 1L;

  private static final Pattern HEAD =
      Pattern.compile(
          "\\s*+([A-Za-z_]\\w*+)(?:\\.([A-Za-z_]\\w*+))?+\\s*+(?:=(.*+))?+", Pattern.DOTALL);

  @Override
  public String getName() {
    return "set";
  }

  @Override
  public boolean hasEndTag(TagToken tag) {
    Matcher head = HEAD.matcher(tag.getHelpers());
    return head.matches() && head.group(3) == null;
  }

  static void check(TagNode tag, TemplateEngine engine) {
    Matcher head = head(tag.getHelpers());
    if (head.group(3) != null) {
      engine.checkExpression(head.group(3));
    }
  }

  private static Matcher head(String helpers) {
    Matcher head = HEAD.matcher(helpers);
    if (!head.matches()) {
      throw TemplateException.unsupported("\"set%s\"".formatted(helpers));
    }
    return head;
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    Matcher head = head(tag.getHelpers());
    Object value =
        head.group(3) == null
            ? GenerationTag.text(tag, interpreter)
            : interpreter.resolveELExpression(head.group(3), tag.getLineNumber());
    if (head.group(2) == null) {
      interpreter.getContext().put(head.group(1), value);
    } else if (interpreter.getContext().get(head.group(1)) instanceof Namespace namespace) {
      namespace.values().put(head.group(2), value);
    } else {
      throw TemplateException.unsupported(
          "setting \"%s.%s\", which is of no namespace,".formatted(head.group(1), head.group(2)));
    }
    return "";
  }
}
