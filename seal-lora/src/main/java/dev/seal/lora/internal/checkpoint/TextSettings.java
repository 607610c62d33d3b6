package dev.seal.lora.internal.checkpoint;

import java.util.List;
import java.util.Optional;

/**
 * What a Hugging Face folder says about text beside its tokenizer.
 *
 * @param chatTemplate the default chat template
 * @param beginText the template's {@code bos_token}
 * @param endText the template's {@code eos_token}
 * @param endTokens the tokens that end a completion, see {@link EndTokens}
 */
record TextSettings(
    Optional<String> chatTemplate,
    Optional<String> beginText,
    Optional<String> endText,
    List<Integer> endTokens) {

  static TextSettings read(
      ModelFiles files, JsonFields config, int vocabularySize, String tokenizerJson) {
    Optional<JsonFields> tokenizer = json(files, "tokenizer_config.json");
    Optional<String> template = files.optionalText("chat_template.jinja");
    if (template.isEmpty()) {
      template = tokenizer.flatMap(TextSettings::chatTemplate);
    }
    Optional<String> endText = tokenizer.flatMap(json -> token(json, "eos_token"));
    return new TextSettings(
        template,
        tokenizer.flatMap(json -> token(json, "bos_token")),
        endText,
        EndTokens.read(
            json(files, "generation_config.json"),
            config,
            vocabularySize,
            endText,
            files.nameOf("tokenizer.json"),
            tokenizerJson));
  }

  /** A template as a string, or the one called "default" of a list of templates with names. */
  private static Optional<String> chatTemplate(JsonFields json) {
    if (!json.isArray("chat_template")) {
      return json.optionalString("chat_template");
    }
    return json.listOfFields("chat_template").stream()
        .filter(entry -> entry.string("name").equals("default"))
        .map(entry -> entry.string("template"))
        .findFirst();
  }

  /** A special token as a string, or as an object with its text under "content". */
  private static Optional<String> token(JsonFields json, String key) {
    return json.isObject(key)
        ? Optional.of(json.fields(key).string("content"))
        : json.optionalString(key);
  }

  private static Optional<JsonFields> json(ModelFiles files, String file) {
    return files.optionalText(file).map(text -> StrictJson.object(files.nameOf(file), text));
  }
}
