package dev.seal.lora.internal.text;

import com.hubspot.jinjava.interpret.JinjavaInterpreter;
import com.hubspot.jinjava.lib.tag.Tag;
import com.hubspot.jinjava.tree.TagNode;

/** Marks what the model wrote, as transformers has it: a scope, and no more, in a prompt. */
final class GenerationTag implements Tag {

  private static final long serialVersionUID = 1L;

  @Override
  public String getName() {
    return "generation";
  }

  @Override
  public String interpret(TagNode tag, JinjavaInterpreter interpreter) {
    return text(tag, interpreter);
  }

  /** What a block writes in a scope of its own. */
  static String text(TagNode tag, JinjavaInterpreter interpreter) {
    StringBuilder text = new StringBuilder();
    interpreter.enterScope();
    ForTag.render(tag, interpreter, text);
    interpreter.leaveScope();
    return text.toString();
  }
}
