package dev.seal.lora.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LikelihoodRequest;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingPlan;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.model.Workload;
import dev.seal.lora.LoraEngine;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.GgufGoldens;
import dev.seal.lora.internal.checkpoint.TensorType;
import dev.seal.lora.internal.checkpoint.TinyModel;
import dev.seal.lora.internal.script.Precision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that was saved is the same model when it is opened again. */
class SavedModelTest {

  private static final TokenIds TOKENS = TokenIds.of(1, 4, 2, 5, 3, 1, 1, 2);

  @TempDir private Path folder;

  private Path saved() {
    return folder.resolve("a/new/folder");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.seal.lora.internal.engine.FamiliesTest#families")
  void a_merged_model_of_each_family_comes_back(String name, String json) throws IOException {
    comesBack(ModelRef.folder(TinyModel.write(folder.resolve("model"), json)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama2.gguf",
        "llama3.gguf",
        "qwen2.gguf",
        "qwen3-00001-of-00002.gguf",
        "gpt-2.gguf"
      })
  void a_merged_model_from_gguf_comes_back_as_a_folder(String file) {
    comesBack(ModelRef.gguf(GgufGoldens.file(file)));
  }

  private void comesBack(ModelRef ref) {
    try (LanguageModel model = new LoraEngine().open(ref);
        Adapter adapter = train(model);
        LanguageModel merged = model.merge(adapter)) {
      assertThat(merged.info().fingerprint()).isNotEqualTo(model.info().fingerprint());
      int live = merged.liveArrays();
      merged.save(saved());
      assertThat(merged.liveArrays()).isEqualTo(live);
      try (LanguageModel opened = new LoraEngine().open(ModelRef.folder(saved()))) {
        assertThat(opened.info().fingerprint()).isEqualTo(merged.info().fingerprint());
        assertThat(opened.info().parameters()).isEqualTo(merged.info().parameters());
        assertThat(opened.info().contextWindow()).isEqualTo(merged.info().contextWindow());
        assertThat(opened.tokenizer().encode("ab 1 <end>"))
            .isEqualTo(merged.tokenizer().encode("ab 1 <end>"));
        assertThat(opened.tokenizer().hasChatTemplate())
            .isEqualTo(merged.tokenizer().hasChatTemplate());
        assertThat(logits(opened)).isEqualTo(logits(merged));
      }
    }
    try (Checkpoint before = Checkpoints.open(ref);
        Checkpoint after = Checkpoints.open(ModelRef.folder(saved()))) {
      assertThat(after.config().rotary().divisors()).isEqualTo(before.config().rotary().divisors());
      assertThat(after.config()).isEqualTo(before.config());
      assertThat(after.tokenizerJson()).isEqualTo(before.tokenizerJson());
      assertThat(after.chatTemplate()).isEqualTo(before.chatTemplate());
      assertThat(after.beginText()).isEqualTo(before.beginText());
      assertThat(after.endText()).isEqualTo(before.endText());
      assertThat(after.endTokens()).isEqualTo(before.endTokens());
      assertThat(after.recommended()).isEqualTo(before.recommended());
    }
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void matrices_larger_than_a_piece_are_whole(Precision precision) throws IOException {
    String json =
        TinyModel.configWith("intermediate_size", "150000")
            .replace("\"num_hidden_layers\":2", "\"num_hidden_layers\":1");
    Path source = TinyModel.write(folder.resolve("model"), json);
    try (LanguageModel model = open(ModelRef.folder(source), precision)) {
      logits(model); // in another order of weights, where the processor has one
      model.save(saved());
    }
    try (Checkpoint before = Checkpoints.open(ModelRef.folder(source));
        Checkpoint after = Checkpoints.open(ModelRef.folder(saved()))) {
      for (String tensor : before.tensorNames()) {
        float[] values = TinyModel.read(after, tensor);
        float[] expected = TinyModel.read(before, tensor);
        for (int i = 0; i < expected.length; i++) {
          double error = precision == Precision.F32 ? 0 : Math.abs(expected[i]) / 256;
          if (!(Math.abs(values[i] - expected[i]) <= error)) {
            assertThat(values[i]).as("%s at %d", tensor, i).isEqualTo(expected[i]);
          }
        }
      }
    }
  }

  @Test
  void weights_in_bf16_are_written_as_they_are() throws IOException {
    ModelRef ref = ModelRef.folder(TinyModel.write(folder.resolve("model")));
    try (LanguageModel half = open(ref, Precision.BF16);
        Adapter adapter = train(half);
        LanguageModel merged = half.merge(adapter)) {
      merged.save(saved());
      try (LanguageModel opened = open(ModelRef.folder(saved()), Precision.BF16);
          LanguageModel widened = open(ModelRef.folder(saved()), Precision.F32)) {
        assertThat(logits(opened)).isEqualTo(logits(merged));
        assertThat(opened.info().fingerprint()).isEqualTo(merged.info().fingerprint());
        assertThat(widened.info().fingerprint()).isEqualTo(merged.info().fingerprint());
      }
    }
    try (Checkpoint checkpoint = Checkpoints.open(ModelRef.folder(saved()))) {
      assertThat(checkpoint.tensorNames())
          .allMatch(tensor -> checkpoint.type(tensor) == TensorType.BF16);
    }
    assertThat(saved().resolve("config.json")).content().contains("\"torch_dtype\": \"bfloat16\"");
  }

  @Test
  void template_special_tokens_and_recommendations_come_along() throws IOException {
    Path source = TinyModel.write(folder.resolve("model"));
    Files.writeString(
        source.resolve("tokenizer_config.json"),
        "{\"bos_token\": \"<end>\", \"eos_token\": {\"content\": \"<end>\"}}");
    Files.writeString(source.resolve("chat_template.jinja"), "{{ messages[0].content }} ü<end>");
    Files.writeString(source.resolve("generation_config.json"), "{\"eos_token_id\": [3, 0]}");
    Files.writeString(source.resolve("seal.json"), "{\"answer\": {\"max_tokens\": 7}}");
    EngineOptions other =
        EngineOptions.builder().chatFormat((messages, generation) -> "another").build();
    try (LanguageModel model = new LoraEngine().open(ModelRef.folder(source), other)) {
      model.save(saved());
    }
    try (Checkpoint before = Checkpoints.open(ModelRef.folder(source));
        Checkpoint after = Checkpoints.open(ModelRef.folder(saved()))) {
      assertThat(after.chatTemplate()).hasValue("{{ messages[0].content }} ü<end>");
      assertThat(after.beginText()).hasValue("<end>");
      assertThat(after.endText()).hasValue("<end>");
      assertThat(after.endTokens()).containsExactly(0, 3).isEqualTo(before.endTokens());
      assertThat(after.recommended()).isEqualTo(before.recommended());
      assertThat(after.recommended().answer().maxTokens()).isEqualTo(7);
    }
    assertThat(names(saved()))
        .containsExactly(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "seal.json",
            "tokenizer.json",
            "tokenizer_config.json");
    assertThat(saved().resolve("config.json")).content().contains("\"bos_token_id\": 0");
  }

  @Test
  void a_model_that_was_in_the_folder_before_leaves_no_trace() throws IOException {
    ModelRef ref = ModelRef.folder(TinyModel.write(folder.resolve("model")));
    Path target = Files.createDirectories(saved());
    for (String file :
        List.of(
            "config.json",
            "seal.json",
            "chat_template.jinja",
            "model.safetensors.index.json",
            "special_tokens_map.json",
            "added_tokens.json")) {
      Files.writeString(target.resolve(file), "another model's");
    }
    Files.writeString(target.resolve("notes.txt"), "mine");
    try (LanguageModel model = new LoraEngine().open(ref)) {
      model.save(target);
      model.save(target);
      try (LanguageModel opened = new LoraEngine().open(ModelRef.folder(target))) {
        assertThat(opened.info().fingerprint()).isEqualTo(model.info().fingerprint());
        assertThat(opened.tokenizer().hasChatTemplate()).isFalse();
      }
    }
    assertThat(names(target))
        .containsExactly(
            "config.json",
            "generation_config.json",
            "model.safetensors",
            "notes.txt",
            "tokenizer.json",
            "tokenizer_config.json");
  }

  @Test
  void a_model_may_be_saved_over_the_folder_it_came_from() throws IOException {
    Path source = TinyModel.write(folder.resolve("model"));
    try (LanguageModel model = new LoraEngine().open(ModelRef.folder(source));
        Adapter adapter = train(model);
        LanguageModel merged = model.merge(adapter)) {
      merged.save(source);
      try (LanguageModel opened = new LoraEngine().open(ModelRef.folder(source))) {
        assertThat(logits(opened)).isEqualTo(logits(merged));
      }
    }
  }

  @Test
  void what_cannot_be_written_is_said() throws IOException {
    ModelRef ref = ModelRef.folder(TinyModel.write(folder.resolve("model")));
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    LanguageModel model = new LoraEngine().open(ref);
    int live = model.liveArrays();
    assertThatThrownBy(() -> model.save(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "cannot write the model to %s (java.nio.file.FileAlreadyExistsException: %s); check that it may be written and has room"
                .formatted(file, file));
    assertThat(file).hasContent("in the way");
    assertThatThrownBy(() -> model.save(null)).isInstanceOf(NullPointerException.class);
    assertThat(model.liveArrays()).isEqualTo(live);
    model.close();
    assertThatThrownBy(() -> model.save(saved()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the model %s is closed; open it again".formatted(ref));
    assertThat(saved()).doesNotExist();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static LanguageModel open(ModelRef ref, Precision precision) {
    return TorchModels.open(
        ref, EngineOptions.builder().device("cpu").build(), Workload.builder().build(), precision);
  }

  private static Adapter train(LanguageModel model) {
    TrainingPlan plan =
        TrainingPlan.builder(List.of(TrainingDocument.tokens(TOKENS, 1)))
            .lora(LoraSpec.builder().rank(2).alpha(4).allModules().build())
            .training(TrainingSpec.builder().learningRate(0.05).epochs(3).build())
            .seed(3)
            .build();
    return model.train(List.of(plan)).get(0).adapter().orElseThrow();
  }

  private static float[] logits(LanguageModel model) {
    return model
        .logLikelihood(List.of(new LikelihoodRequest(Prompt.tokens(TOKENS), null, true)))
        .get(0)
        .nextTokenLogits();
  }
}
