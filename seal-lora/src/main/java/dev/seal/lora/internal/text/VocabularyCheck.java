package dev.seal.lora.internal.text;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.lora.internal.checkpoint.JsonFields;
import dev.seal.lora.internal.checkpoint.StrictJson;

/**
 * Looks over a {@code tokenizer.json} before native code reads it: every id in it must be a row of
 * the token table.
 */
final class VocabularyCheck {

  private VocabularyCheck() {}

  static void check(String file, String tokenizerJson, int vocabularySize) {
    JsonFields json = StrictJson.object(file, tokenizerJson);
    JsonFields model = json.fields("model");
    String type = model.optionalString("type").orElse("BPE");
    if (!type.equals("BPE")) {
      throw new UnsupportedModelException(
          file
              + ": \"model.type\" is \""
              + type
              + "\", but this library reads BPE only; choose another model");
    }
    JsonFields vocabulary = model.fields("vocab");
    int last = vocabularySize - 1;
    for (String token : vocabulary.keys()) {
      requireRow(file, token, vocabulary.integer(token, 0, Integer.MAX_VALUE), last);
    }
    if (json.has("added_tokens")) {
      for (JsonFields added : json.listOfFields("added_tokens")) {
        requireRow(file, added.string("content"), added.integer("id", 0, Integer.MAX_VALUE), last);
      }
    }
  }

  private static void requireRow(String file, String token, long id, int last) {
    if (id > last) {
      throw new ModelFormatException(
          "%s: token \"%s\" has id %d, but the model's last token is %d; get the tokenizer that belongs to the model"
              .formatted(file, token, id, last));
    }
  }
}
