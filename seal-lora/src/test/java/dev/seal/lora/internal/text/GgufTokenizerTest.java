package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.GgufGoldens;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokenizers made from the metadata of GGUF, against ids that Hugging Face's tokenizers and
 * SentencePiece gave for the same vocabularies.
 */
class GgufTokenizerTest {

  private static ModelTokenizer tokenizer(String model) {
    try (Checkpoint checkpoint =
        Checkpoints.open(ModelRef.gguf(GgufGoldens.file(model + ".gguf")))) {
      return ModelTokenizer.of(checkpoint);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gpt-2", "smollm", "llama3", "qwen2", "llama2", "no-space"})
  void texts_have_the_recorded_ids_and_decode_alike(String model) throws IOException {
    JsonArray texts = GgufGoldens.json(model + ".json").getAsJsonArray();
    assertThat(texts).hasSizeGreaterThan(100);
    try (ModelTokenizer tokenizer = tokenizer(model)) {
      for (JsonElement element : texts) {
        JsonObject golden = element.getAsJsonObject();
        String text = golden.get("text").getAsString();
        TokenIds ids = ids(golden.getAsJsonArray("ids"));
        assertThat(tokenizer.encode(text)).as("ids of \"%s\"", text).isEqualTo(ids);
        assertThat(tokenizer.decode(ids))
            .as("decoded ids of \"%s\"", text)
            .isEqualTo(golden.get("decoded").getAsString());
      }
    }
  }

  @Test
  void a_template_of_llama_2_puts_the_first_token_and_the_text_behind_it() throws IOException {
    try (ModelTokenizer tokenizer = tokenizer("llama2")) {
      TokenIds ids = tokenizer.encode(Prompt.instruction("Count the ships"));
      int[] array = ids.toArray();
      assertThat(array[0]).isEqualTo(1);
      assertThat(TokenIds.of(Arrays.copyOfRange(array, 1, array.length)))
          .isEqualTo(tokenizer.encode("[INST] Count the ships [/INST]"));
      assertThat(tokenizer.encode("Count the ships").get(0)).isNotEqualTo(1);
      assertThat(tokenizer.endTokens()).containsExactly(2);
    }
  }

  private static TokenIds ids(JsonArray json) {
    return TokenIds.of(json.asList().stream().mapToInt(JsonElement::getAsInt).toArray());
  }
}
