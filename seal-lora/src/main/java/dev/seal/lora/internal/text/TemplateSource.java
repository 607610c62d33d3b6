package dev.seal.lora.internal.text;

import com.hubspot.jinjava.interpret.Context;
import dev.seal.api.UnsupportedModelException;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Prepares a template for Jinjava where it would silently do something else than Jinja: a filter or
 * test that it does not know gives nothing instead of an error, and {@code not x is defined} means
 * {@code (not x) is defined}.
 */
final class TemplateSource {

  /** A comment, or a tag with its strings; within it, group 1 is set where it is a tag. */
  private static final Pattern TAG =
      Pattern.compile(
          "\\{#.*?#\\}|(\\{[%{](?:'(?:\\\\.|[^'\\\\])*+'|\"(?:\\\\.|[^\"\\\\])*+\"|(?![%}]\\}).)*+[%}]\\})",
          Pattern.DOTALL);

  private static final String STRING = "'(?:\\\\.|[^'\\\\])*+'|\"(?:\\\\.|[^\"\\\\])*+\"";
  private static final String NAME = "[A-Za-z_]\\w*";
  private static final Pattern FILTER =
      Pattern.compile(STRING + "|\\|\\s*(" + NAME + ")", Pattern.DOTALL);
  private static final Pattern TEST =
      Pattern.compile(STRING + "|\\bis\\s+(?:not\\s+)?(?!not\\b)(" + NAME + ")", Pattern.DOTALL);
  private static final Pattern NOT_IS =
      Pattern.compile(
          STRING
              + "|\\bnot\\s+("
              + NAME
              + "(?:\\."
              + NAME
              + "|\\[[^\\]]*\\])*\\s+is\\s+(?:not\\s+)?"
              + NAME
              + ")",
          Pattern.DOTALL);

  private TemplateSource() {}

  /** The template with the same meaning in Jinjava; refused where there is none. */
  static String prepare(String template, Context context) {
    // Jinja drops one line break at the template's end.
    String source =
        template.endsWith("\n") ? template.substring(0, template.length() - 1) : template;
    return replace(
        TAG,
        source,
        tag -> {
          requireKnown(FILTER, tag, "filter", name -> context.getFilter(name) != null);
          requireKnown(TEST, tag, "test", name -> context.getExpTest(name) != null);
          return replace(NOT_IS, tag, condition -> "not (" + condition + ")");
        });
  }

  private interface Known {
    boolean has(String name);
  }

  private static void requireKnown(Pattern pattern, String tag, String kind, Known known) {
    Matcher matcher = pattern.matcher(tag);
    while (matcher.find()) {
      String name = matcher.group(1);
      if (name != null && !known.has(name)) {
        throw new UnsupportedModelException(
            "the model's chat template cannot be rendered: it uses the %s \"%s\" in %s, which the template engine does not know; use prompts as plain text"
                .formatted(kind, name, tag));
      }
    }
  }

  /**
   * Replaces what group 1 matched together with the whole match; matches without the group stay.
   */
  private static String replace(Pattern pattern, String text, UnaryOperator<String> replacement) {
    return pattern
        .matcher(text)
        .replaceAll(
            match ->
                Matcher.quoteReplacement(
                    match.group(1) == null ? match.group() : replacement.apply(match.group(1))));
  }
}
