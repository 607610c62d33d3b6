package dev.seal.lora.internal.text;

import com.hubspot.jinjava.tree.Node;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatFormat;
import dev.seal.api.model.ChatMessage;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's chat template, rendered as Hugging Face transformers renders it or not at all. Safe for
 * use by several threads.
 */
public final class ChatTemplate implements ChatFormat {

  private static final String DATE = "strftime_now";

  private static final TemplateEngine ENGINE = new TemplateEngine();

  private final @Nullable Node template;
  private final String refusal;
  private final Map<String, Object> variables = new HashMap<>();

  /**
   * Prepares a template. One that cannot be read is refused by {@link #render} only: a model that
   * has it still takes plain text.
   *
   * @param variables what the user sets beside {@code bos_token} and {@code eos_token}
   * @throws IllegalArgumentException if the variable {@code strftime_now} is no date
   */
  public ChatTemplate(
      String source,
      Optional<String> beginText,
      Optional<String> endText,
      Map<String, Object> variables) {
    this.variables.put("tools", PythonValues.NONE);
    this.variables.put("documents", PythonValues.NONE);
    beginText.ifPresent(text -> this.variables.put("bos_token", text));
    endText.ifPresent(text -> this.variables.put("eos_token", text));
    variables.forEach(
        (name, value) ->
            this.variables.put(name, name.equals(DATE) ? date(value) : PythonValues.of(value)));
    Node read = null;
    String refused = "";
    try {
      read = ENGINE.read(source);
    } catch (TemplateException e) {
      refused = unsupported(e);
    }
    this.template = read;
    this.refusal = refused;
  }

  private static Object date(Object value) {
    try {
      return LocalDate.parse(String.valueOf(value)).atStartOfDay(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "the template variable \"%s\" must be a date such as 2025-01-31, but was \"%s\""
              .formatted(DATE, value),
          e);
    }
  }

  /**
   * A conversation as text.
   *
   * @throws IllegalArgumentException if the template itself refuses the messages
   * @throws UnsupportedModelException if the template uses what is not supported, or fails
   */
  @Override
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    if (template == null) {
      throw new UnsupportedModelException(refusal);
    }
    Map<String, Object> values = new HashMap<>(variables);
    values.put(
        "messages", PythonValues.of(messages.stream().map(ChatTemplate::messageOf).toList()));
    values.put("add_generation_prompt", generationPrompt);
    try {
      return ENGINE.render(template, values);
    } catch (TemplateException e) {
      if (e.isRaised()) {
        throw new IllegalArgumentException(
            "the model's chat template refuses these messages: " + e.getMessage(), e);
      }
      throw new UnsupportedModelException(unsupported(e), e);
    }
  }

  /** The order is that of a dictionary in Python, which a template can write out. */
  private static Map<String, String> messageOf(ChatMessage message) {
    Map<String, String> turn = new LinkedHashMap<>();
    turn.put("role", message.role());
    turn.put("content", message.content());
    return turn;
  }

  private static String unsupported(TemplateException e) {
    return "the model's chat template cannot be rendered: "
        + e.getMessage()
        + "; set a ChatFormat in its place in EngineOptions, or use prompts as plain text";
  }
}
