package dev.seal.lora.internal.text;

import com.hubspot.jinjava.Jinjava;
import com.hubspot.jinjava.JinjavaConfig;
import com.hubspot.jinjava.LegacyOverrides;
import com.hubspot.jinjava.interpret.RenderResult;
import com.hubspot.jinjava.interpret.TemplateError;
import com.hubspot.jinjava.lib.fn.ELFunctionDefinition;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model's chat template, rendered as Hugging Face transformers renders it: blocks take their line
 * breaks with them, nothing is escaped, and what a message says is never read as a template. Safe
 * for use by several threads.
 */
public final class ChatTemplate {

  private final String source;
  private final Optional<String> refusal;
  private final Map<String, String> tokens;
  private final Jinjava jinjava;

  /**
   * Prepares a template. One that uses a filter or test that the template engine does not know is
   * refused by {@link #render} only: a model that has it still takes plain text.
   */
  public ChatTemplate(String source, Optional<String> beginText, Optional<String> endText) {
    this.tokens = new HashMap<>();
    beginText.ifPresent(text -> tokens.put("bos_token", text));
    endText.ifPresent(text -> tokens.put("eos_token", text));
    this.jinjava =
        new Jinjava(
            JinjavaConfig.newBuilder()
                .withTrimBlocks(true)
                .withLstripBlocks(true)
                .withKeepTrailingNewline(true)
                .withNestedInterpretationEnabled(false)
                .withLegacyOverrides(
                    LegacyOverrides.newBuilder()
                        .withIterateOverMapKeys(true)
                        .withUsePyishObjectMapper(true)
                        .withUseNaturalOperatorPrecedence(true)
                        .withParseWhitespaceControlStrictly(true)
                        .withAllowAdjacentTextNodes(true)
                        .withUseTrimmingForNotesAndExpressions(true)
                        .withHandleBackslashInQuotesOnly(true)
                        .build())
                .build());
    jinjava
        .getGlobalContext()
        .registerFunction(
            new ELFunctionDefinition(
                "", "raise_exception", ChatTemplate.class, "raise", Object.class));
    String prepared = "";
    Optional<String> refused = Optional.empty();
    try {
      prepared = TemplateSource.prepare(source, jinjava.getGlobalContext());
    } catch (UnsupportedModelException e) {
      refused = Optional.of(String.valueOf(e.getMessage()));
    }
    this.source = prepared;
    this.refusal = refused;
  }

  /**
   * What {@code raise_exception} in a template does; public because the template engine calls it.
   */
  @SuppressWarnings("DoNotCallSuggester") // only templates call it
  public static String raise(Object message) {
    throw new Refusal(String.valueOf(message));
  }

  /**
   * A conversation as text.
   *
   * @throws IllegalArgumentException if the template itself refuses the messages
   * @throws UnsupportedModelException if the template uses what the template engine does not know
   */
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    if (refusal.isPresent()) {
      throw new UnsupportedModelException(refusal.get());
    }
    List<Map<String, String>> turns = new ArrayList<>();
    for (ChatMessage message : messages) {
      Map<String, String> turn = new LinkedHashMap<>();
      turn.put("role", message.role());
      turn.put("content", message.content());
      turns.add(turn);
    }
    Map<String, Object> variables = new HashMap<>(tokens);
    variables.put("messages", turns);
    variables.put("add_generation_prompt", generationPrompt);
    RenderResult result = jinjava.renderForResult(source, variables);
    for (TemplateError error : result.getErrors()) {
      throw failure(error);
    }
    return result.getOutput();
  }

  private static RuntimeException failure(TemplateError error) {
    for (Throwable cause = error.getException(); cause != null; cause = cause.getCause()) {
      if (cause instanceof Refusal) {
        return new IllegalArgumentException(
            "the model's chat template refuses these messages: " + cause.getMessage(), cause);
      }
    }
    return new UnsupportedModelException(
        "the model's chat template cannot be rendered: line %d: %s; use prompts as plain text"
            .formatted(error.getLineno(), error.getMessage()),
        error.getException());
  }

  private static final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
      super(message);
    }
  }
}
