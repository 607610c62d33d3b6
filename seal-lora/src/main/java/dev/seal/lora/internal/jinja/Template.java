package dev.seal.lora.internal.jinja;

import java.util.HashMap;
import java.util.Map;

/**
 * A template as Hugging Face transformers renders it: blocks take their line breaks with them,
 * nothing is escaped, and what a variable says is never read as a template. Immutable.
 */
public final class Template {

  private final Node.Block nodes;

  private Template(Node.Block nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads a template.
   *
   * @throws JinjaException if it is none, or uses a tag that is not supported
   */
  public static Template parse(String source) {
    return new Template(TemplateParser.parse(source));
  }

  /**
   * The text with these variables: strings, numbers, truth values, null, lists and maps of these.
   * {@code strftime_now} is a date as text, and gives the function of that name.
   *
   * @throws TemplateRefusal if the template itself refuses them
   * @throws JinjaException if the template uses what is not supported, or fails
   * @throws IllegalArgumentException if a variable is of another type
   */
  public String render(Map<String, ?> variables) {
    Map<String, Object> values = new HashMap<>(Globals.all());
    variables.forEach(
        (name, value) ->
            values.put(
                name,
                name.equals("strftime_now")
                    ? Globals.dateFormat(String.valueOf(value))
                    : Values.of(name, value)));
    Rendering rendering = new Rendering();
    try {
      return nodes.text(Scope.of(values, rendering).inner());
    } catch (JinjaException e) {
      throw e.at(rendering.line());
    }
  }
}
