package dev.seal.lora.internal.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.GgufGoldens;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightLoaderTest {

  @TempDir Path folder;

  private static void load(ModelRef ref, Precision precision) {
    try (Checkpoint checkpoint = Checkpoints.open(ref)) {
      WeightLoader.load(checkpoint, Djl.device("cpu"), precision).close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "model.embed_tokens.weight, 7, NaN, F32",
    "model.norm.weight, 0, Infinity, F32",
    "model.layers.1.self_attn.k_proj.weight, 31, -Infinity, F32",
    "model.layers.0.mlp.down_proj.weight, 95, NaN, BF16",
    // the greatest number of bf16 is less
    "model.layers.0.mlp.up_proj.weight, 0, 3.4e38, BF16"
  })
  void values_that_are_not_finite_are_refused(
      String tensor, int index, float value, Precision precision) throws IOException {
    TinyModel.write(folder);
    Map<String, float[]> weights = TinyModel.values(TinyModel.CONFIG);
    weights.get(tensor)[index] = value;
    TinyModel.writeWeights(folder.resolve("model.safetensors"), weights, TinyModel.CONFIG);
    assertThatThrownBy(() -> load(ModelRef.folder(folder), precision))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(
            "model.safetensors: tensor " + tensor + " has a value that is not a finite number",
            "get the file again");
  }

  @Test
  void what_is_large_but_finite_is_loaded() throws IOException {
    TinyModel.write(folder);
    Map<String, float[]> weights = TinyModel.values(TinyModel.CONFIG);
    weights.get("model.norm.weight")[0] = -Float.MAX_VALUE;
    TinyModel.writeWeights(folder.resolve("model.safetensors"), weights, TinyModel.CONFIG);
    load(ModelRef.folder(folder), Precision.F32);
  }

  @Test
  void an_infinite_scale_of_a_block_is_refused() throws IOException {
    byte[] bytes = Files.readAllBytes(GgufGoldens.file("qwen2.gguf"));
    load(ModelRef.gguf(Files.write(folder.resolve("right.gguf"), bytes)), Precision.F32);
    // the token table comes first, in blocks of Q8_0 that begin with their scale
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putShort(dataStart(bytes), (short) 0x7c00);
    assertThatThrownBy(
            () ->
                load(
                    ModelRef.gguf(Files.write(folder.resolve("wrong.gguf"), bytes)), Precision.F32))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "wrong.gguf: tensor model.embed_tokens.weight has a value that is not a finite number");
  }

  @ParameterizedTest
  @CsvSource({
    "llama3.gguf, llama3, llama, 2, 8, '\"rope_parameters\": {\"rope_type\": \"llama3\","
        + " \"rope_theta\": 500000.0, \"factor\": 8.0, \"low_freq_factor\": 1.0,"
        + " \"high_freq_factor\": 4.0, \"original_max_position_embeddings\": 256},"
        + " \"tie_word_embeddings\": false'",
    "qwen2.gguf, qwen2, qwen2, 1, 8, '\"rope_theta\": 500000.0, \"tie_word_embeddings\": true'",
    "qwen3-00001-of-00002.gguf, qwen3, qwen3, 4, 16, '\"rope_theta\": 500000.0,"
        + " \"tie_word_embeddings\": true'"
  })
  void gguf_and_folder_of_the_same_weights_have_one_fingerprint(
      String file, String weights, String type, int keyValueHeads, int headSize, String keys)
      throws IOException {
    ModelRef gguf = ModelRef.gguf(GgufGoldens.file(file));
    int vocabularySize;
    try (Checkpoint checkpoint = Checkpoints.open(gguf)) {
      vocabularySize = checkpoint.config().vocabularySize();
      Files.writeString(folder.resolve("tokenizer.json"), checkpoint.tokenizerJson());
    }
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"model_type": "%s", "num_hidden_layers": 1, "hidden_size": 32, "num_attention_heads": 4,
         "num_key_value_heads": %d, "head_dim": %d, "intermediate_size": 64, "vocab_size": %d,
         "max_position_embeddings": 1024, "rms_norm_eps": 1e-6, "eos_token_id": 0, %s}
        """
            .formatted(type, keyValueHeads, headSize, vocabularySize, keys));
    Files.copy(GgufGoldens.file(weights + ".safetensors"), folder.resolve("model.safetensors"));
    assertThat(fingerprint(gguf)).isEqualTo(fingerprint(ModelRef.folder(folder)));
  }

  private static String fingerprint(ModelRef ref) {
    try (Checkpoint checkpoint = Checkpoints.open(ref);
        NativeModule module = WeightLoader.load(checkpoint, Djl.device("cpu"), Precision.F32)) {
      return WeightLoader.fingerprint(module, checkpoint.config());
    }
  }

  /** Behind the description of the last tensor: its name, and 4 + 8 + 4 + 8 bytes of a vector. */
  private static int dataStart(byte[] gguf) {
    String last = "output_norm.weight";
    int end = new String(gguf, StandardCharsets.ISO_8859_1).lastIndexOf(last) + last.length() + 24;
    return (end + 31) / 32 * 32;
  }
}
