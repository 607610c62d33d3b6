package dev.seal.bench;

import static dev.seal.bench.JsonFiles.required;

import dev.seal.api.model.TokenIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Hugging Face transformers made of some texts: their tokens, renderings of its chat template,
 * and for prompts the probabilities and greedy tokens.
 */
record RecordedPrompts(List<Tokens> tokens, @Nullable Chat chat, List<Prompt> prompts) {

  /** A text and its tokens. */
  record Tokens(String text, TokenIds ids) {}

  /**
   * Renderings of {@link ChatCheck}'s conversations.
   *
   * @param userOnly of one message of the user
   * @param withSystem of a system message and one of the user
   */
  record Chat(@Nullable String userOnly, @Nullable String withSystem) {}

  /** A prompt and what the model made of it. */
  record Prompt(
      String text,
      TokenIds ids,
      List<Double> logProbabilities,
      RecordedLogits lastLogits,
      TokenIds greedy) {}

  private record TokensJson(@Nullable String text, @Nullable List<Integer> ids) {}

  private record PromptJson(
      @Nullable String prompt,
      @Nullable List<Integer> ids,
      @Nullable List<Double> lastLogits,
      @Nullable List<List<Double>> lastTop50,
      @Nullable Double lastLogSumExp,
      @Nullable List<Double> tokenLogProbs,
      @Nullable List<Integer> greedyIds) {}

  private record Json(
      @Nullable List<TokensJson> tokens, @Nullable Chat chat, @Nullable List<PromptJson> prompts) {}

  static RecordedPrompts read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + e, e);
    }
    Json json =
        text.stripLeading().startsWith("[")
            ? new Json(null, null, Arrays.asList(JsonFiles.parse(text, PromptJson[].class, file)))
            : JsonFiles.parse(text, Json.class, file);
    List<PromptJson> prompts = required(json.prompts, "prompts", file);
    if (prompts.isEmpty()) {
      throw new IllegalArgumentException(file + " has no prompts; there is nothing to compare");
    }
    return new RecordedPrompts(
        json.tokens == null
            ? List.of()
            : json.tokens.stream()
                .map(
                    entry ->
                        new Tokens(
                            required(entry.text, "tokens.text", file),
                            TokenIds.of(required(entry.ids, "tokens.ids", file))))
                .toList(),
        json.chat,
        prompts.stream().map(prompt -> prompt(prompt, file)).toList());
  }

  private static Prompt prompt(PromptJson json, Path file) {
    TokenIds ids = TokenIds.of(required(json.ids, "ids", file));
    List<Double> logProbabilities = required(json.tokenLogProbs, "token_log_probs", file);
    if (logProbabilities.size() != ids.size() - 1) {
      throw new IllegalArgumentException(
          file
              + ": \"token_log_probs\" must have a value for each token but the first, but has "
              + logProbabilities.size()
              + " for "
              + ids.size()
              + " tokens");
    }
    return new Prompt(
        required(json.prompt, "prompt", file),
        ids,
        logProbabilities,
        RecordedLogits.of(json.lastLogits, json.lastTop50, json.lastLogSumExp, "last", file),
        TokenIds.of(required(json.greedyIds, "greedy_ids", file)));
  }
}
