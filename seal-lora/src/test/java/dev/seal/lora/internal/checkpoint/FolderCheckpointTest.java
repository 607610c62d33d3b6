package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Recommended;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FolderCheckpointTest {

  @TempDir Path root;
  Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    folder = TinyModel.write(root.resolve("org/tiny"));
  }

  private Checkpoint open() {
    return Checkpoints.open(ModelRef.folder(folder));
  }

  private static void assertHoldsTheWeights(Checkpoint checkpoint) {
    Map<String, float[]> values = TinyModel.values(TinyModel.CONFIG);
    assertThat(checkpoint.tensorNames()).isEqualTo(values.keySet());
    values.forEach(
        (name, tensor) -> {
          assertThat(TinyModel.read(checkpoint, name)).as(name).containsExactly(tensor);
        });
  }

  @Test
  void a_folder_gives_its_weights_and_texts() {
    try (Checkpoint checkpoint = open()) {
      assertThat(checkpoint.name()).isEqualTo("tiny");
      assertThat(checkpoint.config()).isEqualTo(TinyModel.CONFIG);
      assertThat(checkpoint.tokenizerJson()).isEqualTo(TinyModel.TOKENIZER_JSON);
      assertThat(checkpoint.chatTemplate()).isEmpty();
      assertThat(checkpoint.endTokens()).containsExactly(0);
      assertThat(checkpoint.recommended()).isEqualTo(Recommended.NONE);
      assertHoldsTheWeights(checkpoint);
      assertThatThrownBy(() -> checkpoint.shape("nothing"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the model has no tensor nothing");
    }
  }

  @Test
  void a_class_path_folder_is_seen_through_the_context_class_loader() throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(new URL[] {root.toUri().toURL()}, before)) {
      thread.setContextClassLoader(loader);
      try (Checkpoint checkpoint = Checkpoints.open(ModelRef.resource("org/tiny"))) {
        assertThat(checkpoint.name()).isEqualTo("tiny");
        assertHoldsTheWeights(checkpoint);
      }
    } finally {
      thread.setContextClassLoader(before);
    }
    assertThatThrownBy(() -> Checkpoints.open(ModelRef.resource("org/tiny")))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("resource:org/tiny has no config.json");
  }

  @Test
  void files_beside_the_weights_are_read() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        """
        {"bos_token": {"content": "<s>", "special": true}, "eos_token": "<end>",
         "chat_template": [{"name": "tool_use", "template": "T"}, {"name": "default", "template": "D"}]}
        """);
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [2, 0, 2]}");
    Files.writeString(folder.resolve("seal.json"), "{\"lora\": {\"rank\": 16}}");
    try (Checkpoint checkpoint = open()) {
      assertThat(checkpoint.chatTemplate()).contains("D");
      assertThat(checkpoint.beginText()).contains("<s>");
      assertThat(checkpoint.endText()).contains("<end>");
      assertThat(checkpoint.endTokens()).containsExactly(0, 2);
      assertThat(checkpoint.recommended().lora()).isEqualTo(LoraSpec.builder().rank(16).build());
    }
    Files.writeString(folder.resolve("chat_template.jinja"), "J");
    try (Checkpoint checkpoint = open()) {
      assertThat(checkpoint.chatTemplate()).contains("J");
    }
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": 6}");
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(
            "generation_config.json",
            "\"eos_token_id\" must be a whole number from 0 to 5, but was 6");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Llama 3 instruct, Qwen instruct, a tokenizer whose end token ends nothing, none, one
        // token
        "[1, 2, 4] | \"eot\" | 4, 1, 2",
        "[0, 1] | {\"content\": \"<end>\"} | 0, 1",
        "[1, 2] | \"<end>\" | 1, 2",
        "[2, 1, 2] | null | 2, 1",
        "3 | \"<end>\" | 3"
      })
  void the_tokenizers_own_end_token_comes_first(String ids, String own, String expected)
      throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        TinyModel.TOKENIZER_JSON.replace(
            "\"added_tokens\": [", "\"added_tokens\": [{\"id\": 4, \"content\": \"eot\"}, "));
    Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": " + ids + "}");
    Files.writeString(folder.resolve("tokenizer_config.json"), "{\"eos_token\": " + own + "}");
    try (Checkpoint checkpoint = open()) {
      assertThat(checkpoint.endTokens()).map(String::valueOf).containsExactly(expected.split(", "));
    }
  }

  @Test
  void several_files_and_their_index_are_one_model() throws IOException {
    split("model-2.safetensors");
    try (Checkpoint checkpoint = open()) {
      assertHoldsTheWeights(checkpoint);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../model-2.safetensors",
        "/tmp/model-2.safetensors",
        "a/../../b.safetensors",
        "..\\b.safetensors",
        "C:b.safetensors",
        "b.bin"
      })
  void an_index_cannot_lead_out_of_the_folder(String name) throws IOException {
    split(name);
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(
            "model.safetensors.index.json", "model.norm.weight", name, "plain name");
  }

  @Test
  void an_index_must_tell_the_truth() throws IOException {
    split("model-3.safetensors");
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("names the file model-3.safetensors, which is not there");
    split("model-1.safetensors");
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "says that tensor model.norm.weight is in model-1.safetensors, but it is not");
  }

  /** Puts the final norm into a second file, which the index gives the name that is asked for. */
  private void split(String nameInIndex) throws IOException {
    Map<String, float[]> first = new LinkedHashMap<>(TinyModel.values(TinyModel.CONFIG));
    float[] norm = first.remove(ModelTensors.FINAL_NORM);
    Files.deleteIfExists(folder.resolve("model.safetensors"));
    TinyModel.writeWeights(folder.resolve("model-1.safetensors"), first, TinyModel.CONFIG);
    TinyModel.writeWeights(
        folder.resolve("model-2.safetensors"),
        Map.of(ModelTensors.FINAL_NORM, norm),
        TinyModel.CONFIG);
    Map<String, String> map = new LinkedHashMap<>();
    first.keySet().forEach(name -> map.put(name, "model-1.safetensors"));
    map.put(ModelTensors.FINAL_NORM, nameInIndex);
    Files.writeString(
        folder.resolve("model.safetensors.index.json"),
        new Gson().toJson(Map.of("weight_map", map)));
  }

  @Test
  void tensors_must_be_those_of_the_configuration() throws IOException {
    Path weights = folder.resolve("model.safetensors");
    Map<String, float[]> values = new LinkedHashMap<>(TinyModel.values(TinyModel.CONFIG));
    values.remove("model.layers.1.mlp.up_proj.weight");
    TinyModel.writeWeights(weights, values, TinyModel.CONFIG);
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "lacks 1 tensors that its config.json calls for, such as"
                + " model.layers.1.mlp.up_proj.weight");

    ModelConfig untied =
        new ModelConfig(
            Architecture.LLAMA,
            2,
            8,
            2,
            1,
            4,
            12,
            6,
            32,
            1e-5,
            Rotary.plain(10_000),
            false,
            Set.of());
    TinyModel.writeWeights(weights, TinyModel.values(untied), untied);
    assertThatThrownBy(this::open)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("lm_head.weight", "\"tie_word_embeddings\" is true");

    Map<String, float[]> repeated = new LinkedHashMap<>(TinyModel.values(TinyModel.CONFIG));
    repeated.put(ModelTensors.OUTPUT, repeated.get(ModelTensors.TOKEN_TABLE));
    TinyModel.writeWeights(weights, repeated, untied);
    try (Checkpoint checkpoint = open()) {
      assertHoldsTheWeights(checkpoint);
    }

    ModelConfig wider =
        new ModelConfig(
            Architecture.LLAMA,
            2,
            8,
            2,
            1,
            4,
            14,
            6,
            32,
            1e-5,
            Rotary.plain(10_000),
            true,
            Set.of());
    TinyModel.writeWeights(weights, TinyModel.values(wider), wider);
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("mlp.gate_proj.weight has shape [14, 8]", "calls for [12, 8]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pytorch_model.bin",
        "pytorch_model-00001-of-00002.bin",
        "consolidated.00.pth",
        "model.pt"
      })
  void pickle_is_refused_and_the_message_says_why(String name) throws IOException {
    Files.delete(folder.resolve("model.safetensors"));
    Files.write(folder.resolve(name), new byte[] {1});
    assertThatThrownBy(this::open)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(
            name, "running code that they carry", "convert the model to safetensors");
  }

  @Test
  void missing_files_are_named() throws IOException {
    assertThatThrownBy(() -> Checkpoints.open(ModelRef.folder(folder.resolve("nowhere"))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("there is no folder");
    Files.delete(folder.resolve("model.safetensors"));
    assertThatThrownBy(this::open)
        .hasMessageContaining("has neither model.safetensors nor model.safetensors.index.json");
    Files.delete(folder.resolve("tokenizer.json"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("has no tokenizer.json");
    Files.write(folder.resolve("tokenizer.model"), new byte[1]);
    assertThatThrownBy(this::open)
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("has a tokenizer.model but no tokenizer.json");
    Files.delete(folder.resolve("config.json"));
    assertThatThrownBy(this::open).hasMessageContaining("has no config.json");
  }

  /** Sparse: the table's zeros take no room on disk. */
  @Test
  void a_file_of_more_than_two_gibibytes_is_read_from_end_to_end() throws IOException {
    String json =
        TinyModel.configWith("vocab_size", "16000000")
            .replace("\"hidden_size\":8", "\"hidden_size\":40");
    ModelConfig config = TinyModel.config(json);
    long tableBytes = (long) config.vocabularySize() * config.hiddenSize() * Float.BYTES;
    assertThat(tableBytes).isGreaterThan(Integer.MAX_VALUE);
    long data = TinyModel.writeSparse(folder, json);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
      file.seek(data + tableBytes - Float.BYTES);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(1.5f)));
      file.seek(file.length() - Float.BYTES);
      file.writeInt(Integer.reverseBytes(Float.floatToIntBits(-2.5f)));
    }
    try (Checkpoint checkpoint = open()) {
      int last = config.vocabularySize() - 1;
      assertThat(TinyModel.read(checkpoint, ModelTensors.TOKEN_TABLE, last, 1))
          .hasSize(40)
          .endsWith(0, 1.5f);
      assertThat(TinyModel.read(checkpoint, ModelTensors.FINAL_NORM))
          .hasSize(40)
          .endsWith(0, -2.5f);
    }
  }
}
