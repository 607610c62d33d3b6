package dev.seal.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.LoraEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each family and head layout against Hugging Face transformers and PEFT. */
class TinyModelsTest {

  @TempDir private Path folder;

  static Stream<String> models() throws IOException {
    try (Stream<Path> folders = Files.list(Recordings.TINY)) {
      List<String> names = folders.map(path -> path.getFileName().toString()).sorted().toList();
      return names.stream();
    }
  }

  private static Run logits(Path model) {
    return Run.of(
        new Logits(), model.toString(), model.resolve("logits.json").toString(), "--device", "cpu");
  }

  private static Run replay(Path model) {
    return Run.of(
        new Replay(), model.toString(), model.resolve("peft_all_r4").toString(), "--device", "cpu");
  }

  @Test
  void there_is_a_model_for_each_family_and_head_layout() throws IOException {
    assertThat(models())
        .containsExactly(
            "llama-mqa-bias",
            "llama-untied-mha",
            "llama3-rope",
            "qwen2",
            "qwen2-untied",
            "qwen3-sharded",
            "qwen3-untied");
  }

  @ParameterizedTest
  @MethodSource("models")
  void gives_the_recorded_tokens_texts_and_probabilities(String name) {
    Run run = logits(Recordings.TINY.resolve(name));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("texts").getAsInt()).isEqualTo(9 + 4 + 2);
    assertThat(run.figures().get("prompts").getAsInt()).isEqualTo(4);
    assertThat(run.figures().get("log_probability_difference").getAsDouble()).isLessThan(1e-4);
  }

  @ParameterizedTest
  @MethodSource("models")
  void trains_as_peft_recorded_it_alone_and_in_company(String name) {
    Run run = replay(Recordings.TINY.resolve(name));

    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.figures().get("steps").getAsInt()).isEqualTo(5);
    for (String plans : List.of("alone", "in_company")) {
      JsonObject differences = run.figures().getAsJsonObject(plans);
      assertThat(differences.get("loss").getAsDouble()).isLessThan(1e-5);
      assertThat(differences.get("gradient_norm").getAsDouble()).isLessThan(1e-4);
      assertThat(differences.get("probe_logits").getAsDouble()).isLessThan(1e-3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "llama3-rope, llama, 40096, 383",
    "llama-untied-mha, llama, 83184, 2",
    "llama-mqa-bias, llama, 57776, 383",
    "qwen2, qwen2, 60336, 375",
    "qwen2-untied, qwen2, 49440, 375",
    "qwen3-sharded, qwen3, 64816, 375",
    "qwen3-untied, qwen3, 44960, 375"
  })
  void says_what_it_is(String name, String architecture, long parameters, int endToken) {
    try (LanguageModel model =
        new LoraEngine().open(ModelRef.folder(Recordings.TINY.resolve(name)))) {
      assertThat(model.info().architecture()).isEqualTo(architecture);
      assertThat(model.info().parameters()).isEqualTo(parameters);
      assertThat(model.info().contextWindow()).isEqualTo(256);
      assertThat(model.tokenizer().hasChatTemplate()).isTrue();
      assertThat(model.tokenizer().endToken()).isEqualTo(endToken);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama3-rope | rope_scaling | null",
        "llama3-rope | rope_theta | 10000.0",
        "llama-untied-mha | rms_norm_eps | 0.1",
        "qwen2 | rope_parameters | {\"rope_type\": \"linear\", \"factor\": 2.0, \"rope_theta\":"
            + " 1000000.0}",
        "qwen3-sharded | rms_norm_eps | 0.1"
      })
  void another_configuration_gives_other_probabilities(String name, String key, String value)
      throws IOException {
    Run run = logits(changed(name, key, value));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(CommandRunner.DOES_NOT_HOLD);
    assertThat(run.figures().get("texts_different").getAsInt()).isZero();
    assertThat(run.figures().get("log_probability_difference").getAsDouble()).isGreaterThan(1e-2);
  }

  @Test
  void another_configuration_trains_otherwise() throws IOException {
    Run run = replay(changed("llama3-rope", "rope_scaling", "null"));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(CommandRunner.DOES_NOT_HOLD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "llama3-rope | rope_scaling | {\"rope_type\": \"yarn\", \"factor\": 8.0} |"
            + " \"rope_scaling.rope_type\" is \"yarn\"",
        "llama3-rope | tie_word_embeddings | false | lacks 1 tensors that its config.json calls"
            + " for, such as lm_head.weight",
        "llama-untied-mha | tie_word_embeddings | true | lm_head.weight",
        "llama-untied-mha | num_key_value_heads | 2 | k_proj.weight has shape [48, 48]",
        "llama-mqa-bias | attention_bias | false | k_proj.bias is not part of",
        "llama-mqa-bias | mlp_bias | null | mlp",
        "qwen2 | model_type | \"llama\" | \"architectures\"",
        "qwen2-untied | use_sliding_window | true | \"sliding_window\" is 32",
        "qwen3-sharded | head_dim | 12 | has shape",
        "qwen3-sharded | attention_bias | true | q_proj.bias",
        "qwen3-untied | head_dim | null | has shape"
      })
  void a_configuration_that_does_not_fit_is_refused(
      String name, String key, String value, String reason) throws IOException {
    Run run = logits(changed(name, key, value));

    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).contains(reason).doesNotContain("\tat ");
  }

  @Test
  void a_model_without_one_of_its_files_is_refused() throws IOException {
    Path model = copy("qwen3-sharded");
    Files.delete(model.resolve("model-00002-of-00002.safetensors"));

    Run run = logits(model);

    assertThat(run.exitCode()).isEqualTo(CommandRunner.BAD_INPUT);
    assertThat(run.err()).contains("model-00002-of-00002.safetensors, which is not there");
  }

  private Path copy(String name) throws IOException {
    Path copy = Files.createDirectory(folder.resolve(name));
    try (Stream<Path> files = Files.list(Recordings.TINY.resolve(name))) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** A copy with one key of its config.json changed, or removed where the value is null. */
  private Path changed(String name, String key, String value) throws IOException {
    Path copy = copy(name);
    Path file = copy.resolve("config.json");
    JsonObject config = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
    JsonElement element = JsonParser.parseString(value);
    if (element.isJsonNull()) {
      config.remove(key);
    } else {
      config.add(key, element);
    }
    Files.writeString(file, config.toString());
    return copy;
  }
}
