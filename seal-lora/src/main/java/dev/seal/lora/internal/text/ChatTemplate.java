package dev.seal.lora.internal.text;

import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatFormat;
import dev.seal.api.model.ChatMessage;
import dev.seal.lora.internal.jinja.JinjaException;
import dev.seal.lora.internal.jinja.Template;
import dev.seal.lora.internal.jinja.TemplateRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A model's chat template, rendered as Hugging Face transformers renders it. Safe for use by
 * several threads.
 */
public final class ChatTemplate implements ChatFormat {

  private final @Nullable Template template;
  private final String refusal;
  private final Map<String, Object> variables;

  /**
   * Prepares a template. One that cannot be read is refused by {@link #render} only: a model that
   * has it still takes plain text.
   *
   * @param variables what the user sets beside {@code bos_token} and {@code eos_token}
   */
  public ChatTemplate(
      String source,
      Optional<String> beginText,
      Optional<String> endText,
      Map<String, Object> variables) {
    this.variables = new HashMap<>();
    beginText.ifPresent(text -> this.variables.put("bos_token", text));
    endText.ifPresent(text -> this.variables.put("eos_token", text));
    this.variables.putAll(variables);
    Template read = null;
    String refused = "";
    try {
      read = Template.parse(source);
    } catch (JinjaException e) {
      refused = unsupported(e);
    }
    this.template = read;
    this.refusal = refused;
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
    List<Map<String, String>> turns = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, String> turn = new LinkedHashMap<>();
      turn.put("role", message.role());
      turn.put("content", message.content());
      turns.add(turn);
    }
    Map<String, @Nullable Object> values = new HashMap<>();
    values.put("tools", null);
    values.put("documents", null);
    values.putAll(variables);
    values.put("messages", turns);
    values.put("add_generation_prompt", generationPrompt);
    try {
      return template.render(values);
    } catch (TemplateRefusal e) {
      throw new IllegalArgumentException(
          "the model's chat template refuses these messages: " + e.getMessage(), e);
    } catch (JinjaException e) {
      throw new UnsupportedModelException(unsupported(e), e);
    }
  }

  private static String unsupported(JinjaException e) {
    return "the model's chat template cannot be rendered: "
        + e.getMessage()
        + "; set a ChatFormat in its place in EngineOptions, or use prompts as plain text";
  }
}
