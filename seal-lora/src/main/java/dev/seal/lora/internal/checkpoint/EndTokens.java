package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which tokens end a text, and which of them closes a training document.
 *
 * <p>All of {@code eos_token_id} in {@code generation_config.json} end a completion, or else those
 * in {@code config.json}. Where there are several, the tokenizer's own {@code eos_token} comes
 * first if it is among them, and it closes training documents, as Hugging Face's trainers have it:
 * an instruction-tuned Llama 3 lists {@code <|end_of_text|>} first but ends its turns with {@code
 * <|eot_id|>}, and one of Qwen ends them with {@code <|im_end|>}.
 */
final class EndTokens {

  private EndTokens() {}

  /**
   * Reads the tokens.
   *
   * @param endText the tokenizer's {@code eos_token}
   * @param tokenizerFile what to call {@code tokenizer.json} in messages
   * @return at least one, all in the vocabulary, none twice
   */
  static List<Integer> read(
      Optional<JsonFields> generation,
      JsonFields config,
      int vocabularySize,
      Optional<String> endText,
      String tokenizerFile,
      String tokenizerJson) {
    JsonFields source = generation.filter(json -> json.has("eos_token_id")).orElse(config);
    if (!source.has("eos_token_id")) {
      throw new ModelFormatException(
          "neither generation_config.json nor %s says which token ends a text; add \"eos_token_id\""
              .formatted(config.file()));
    }
    long last = vocabularySize - 1L;
    List<Long> ids =
        source.isArray("eos_token_id")
            ? source.integers("eos_token_id", 0, last)
            : List.of(source.integer("eos_token_id", 0, last));
    if (ids.isEmpty()) {
      throw new ModelFormatException(
          source.file() + ": \"eos_token_id\" is an empty list; name at least one token");
    }
    List<Integer> ends = new ArrayList<>(ids.stream().map(Long::intValue).distinct().toList());
    if (ends.size() > 1 && endText.isPresent()) {
      Integer own = addedToken(tokenizerFile, tokenizerJson, endText.get());
      if (ends.remove(own)) {
        ends.add(0, own);
      }
    }
    return List.copyOf(ends);
  }

  /** The id of an added token, -1 where there is none. */
  static int addedToken(String file, String tokenizerJson, String text) {
    JsonFields tokenizer = StrictJson.object(file, tokenizerJson);
    if (tokenizer.has("added_tokens")) {
      for (JsonFields token : tokenizer.listOfFields("added_tokens")) {
        if (token.string("content").equals(text)) {
          return (int) token.integer("id", 0, Integer.MAX_VALUE);
        }
      }
    }
    return -1;
  }
}
