package dev.seal.lora.internal.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.seal.api.AdapterMismatchException;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import dev.seal.lora.internal.checkpoint.Architecture;
import dev.seal.lora.internal.checkpoint.ModelConfig;
import dev.seal.lora.internal.checkpoint.ModelTensors;
import dev.seal.lora.internal.checkpoint.Rotary;
import dev.seal.lora.internal.checkpoint.SafetensorsFile;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdapterFileTest {

  private static final ModelConfig CONFIG = TinyModel.CONFIG;

  @TempDir Path root;

  private static AdapterFile adapter(ModelConfig config, LoraSpec spec) {
    Random random = new Random(5);
    Map<AdapterKey, LoraWeights> weights = new HashMap<>();
    for (int layer = 0; layer < config.layers(); layer++) {
      for (TargetModule module : spec.targetModules()) {
        weights.put(
            new AdapterKey(layer, module),
            new LoraWeights(
                floats(random, spec.rank() * ModelTensors.inputs(config, module)),
                floats(random, spec.rank() * ModelTensors.outputs(config, module))));
      }
    }
    return new AdapterFile(spec, "org/tiny", Optional.of("abc"), weights);
  }

  private static float[] floats(Random random, int size) {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  @Test
  void what_is_written_is_read_back() throws IOException {
    AdapterFile written = adapter(CONFIG, LoraSpec.builder().rank(2).alpha(4).allModules().build());
    Path folder = root.resolve("a/b");
    written.write(folder);
    written.write(folder); // over itself
    AdapterFile read = AdapterFile.read(folder, CONFIG);
    assertThat(read.spec()).isEqualTo(written.spec());
    assertThat(read.baseModel()).isEqualTo("org/tiny");
    assertThat(read.baseFingerprint()).contains("abc");
    assertThat(read.weights().keySet()).containsExactlyElementsOf(written.weights().keySet());
    assertThat(read.weights()).hasSize(14);
    written
        .weights()
        .forEach(
            (key, pair) -> {
              assertThat(read.weights().get(key).a()).containsExactly(pair.a());
              assertThat(read.weights().get(key).b()).containsExactly(pair.b());
            });
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrder("adapter_config.json", "adapter_model.safetensors");
    }
  }

  @Test
  void the_files_are_as_peft_writes_them() throws IOException {
    adapter(CONFIG, LoraSpec.builder().rank(2).alpha(4).build()).write(root);
    JsonObject json =
        new Gson()
            .fromJson(Files.readString(root.resolve("adapter_config.json")), JsonObject.class);
    assertThat(json.get("peft_type").getAsString()).isEqualTo("LORA");
    assertThat(json.get("task_type").getAsString()).isEqualTo("CAUSAL_LM");
    assertThat(json.get("lora_alpha").getAsString()).isEqualTo("4");
    assertThat(json.get("r").getAsInt()).isEqualTo(2);
    assertThat(json.get("target_modules")).hasToString("[\"q_proj\",\"v_proj\"]");
    assertThat(json.get("base_model_name_or_path").getAsString()).isEqualTo("org/tiny");
    assertThat(json.get("inference_mode").getAsBoolean()).isTrue();
    assertThat(json.get("modules_to_save").isJsonNull()).isTrue();
    assertThat(json.get("rank_pattern")).hasToString("{}");
    try (SafetensorsFile file = SafetensorsFile.open(root.resolve("adapter_model.safetensors"))) {
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.shape("base_model.model.model.layers.1.self_attn.v_proj.lora_A.weight"))
          .containsExactly(2, 8);
      assertThat(file.shape("base_model.model.model.layers.1.self_attn.v_proj.lora_B.weight"))
          .containsExactly(4, 2);
    }
  }

  @Test
  void a_fractional_alpha_keeps_its_fraction() {
    adapter(CONFIG, LoraSpec.builder().rank(2).alpha(2.5).build()).write(root);
    assertThat(AdapterFile.read(root, CONFIG).spec().alpha()).isEqualTo(2.5);
  }

  @Test
  void a_file_that_peft_wrote_is_read() throws IOException {
    ModelConfig smol =
        new ModelConfig(
            Architecture.LLAMA,
            30,
            576,
            9,
            3,
            64,
            1536,
            49_152,
            8192,
            1e-5,
            Rotary.plain(100_000),
            true,
            Set.of());
    try (InputStream stream =
        AdapterFileTest.class.getResourceAsStream("/smollm2/peft_qv_r4_init.safetensors")) {
      Files.copy(stream, root.resolve("adapter_model.safetensors"));
    }
    Files.writeString(
        root.resolve("adapter_config.json"),
        """
        {"alpha_pattern": {}, "auto_mapping": null, "base_model_name_or_path": "x", "bias": "none", "corda_config": null,
         "eva_config": null, "exclude_modules": null, "fan_in_fan_out": false, "inference_mode": true,
         "init_lora_weights": true, "layer_replication": null, "layers_pattern": null, "layers_to_transform": null,
         "loftq_config": {}, "lora_alpha": 8, "lora_bias": false, "lora_dropout": 0.0, "megatron_config": null,
         "megatron_core": "megatron.core", "modules_to_save": null, "peft_type": "LORA", "qalora_group_size": 16, "r": 4,
         "rank_pattern": {}, "revision": null, "target_modules": ["v_proj", "q_proj"], "target_parameters": null,
         "task_type": "CAUSAL_LM", "trainable_token_indices": null, "use_dora": false, "use_qalora": false,
         "use_rslora": false}
        """);
    AdapterFile read = AdapterFile.read(root, smol);
    assertThat(read.weights()).hasSize(60);
    assertThat(read.baseFingerprint()).isEmpty();
    assertThat(read.weights().get(new AdapterKey(29, TargetModule.V_PROJ)).b())
        .hasSize(192 * 4)
        .containsOnly(0f);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "use_dora | true",
        "bias | \"all\"",
        "lora_bias | true",
        "modules_to_save | [\"lm_head\"]",
        "peft_type | \"IA3\"",
        "task_type | \"SEQ_CLS\"",
        "target_modules | [\"lm_head\"]",
        "init_lora_weights | \"pissa\"",
        "fan_in_fan_out | true",
        "surprise | 1"
      })
  void other_variants_are_refused_by_name(String key, String value) throws IOException {
    adapter(CONFIG, LoraSpec.builder().rank(2).build()).write(root);
    change(key, value);
    assertThatThrownBy(() -> AdapterFile.read(root, CONFIG))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(
            "adapter_config.json", "\"" + key + "\"", value.replaceAll("[\\[\\]]", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"kasa_config | null", "use_next | false", "next_pattern | {}"})
  void keys_of_later_releases_are_accepted_where_they_are_not_used(String key, String value)
      throws IOException {
    adapter(CONFIG, LoraSpec.builder().rank(2).build()).write(root);
    change(key, value);
    assertThat(AdapterFile.read(root, CONFIG).spec().rank()).isEqualTo(2);
  }

  private void change(String key, String value) throws IOException {
    Gson gson = new Gson();
    Path file = root.resolve("adapter_config.json");
    JsonObject json = gson.fromJson(Files.readString(file), JsonObject.class);
    json.add(key, gson.fromJson(value, JsonElement.class));
    Files.writeString(file, json.toString());
  }

  @Test
  void an_adapter_of_another_model_is_refused() throws IOException {
    adapter(CONFIG, LoraSpec.builder().rank(2).build()).write(root);
    ModelConfig wider =
        new ModelConfig(
            Architecture.LLAMA,
            2,
            16,
            2,
            1,
            4,
            12,
            6,
            32,
            1e-5,
            Rotary.plain(10_000),
            true,
            Set.of());
    assertThatThrownBy(() -> AdapterFile.read(root, wider))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContainingAll(
            "layers.0.self_attn.q_proj.lora_A.weight has shape [2, 8]", "call for [2, 16]");
    ModelConfig deeper =
        new ModelConfig(
            Architecture.LLAMA,
            3,
            8,
            2,
            1,
            4,
            12,
            6,
            32,
            1e-5,
            Rotary.plain(10_000),
            true,
            Set.of());
    assertThatThrownBy(() -> AdapterFile.read(root, deeper))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining(
            "has no tensor base_model.model.model.layers.2.self_attn.q_proj.lora_A.weight");
    ModelConfig shallower =
        new ModelConfig(
            Architecture.LLAMA,
            1,
            8,
            2,
            1,
            4,
            12,
            6,
            32,
            1e-5,
            Rotary.plain(10_000),
            true,
            Set.of());
    assertThatThrownBy(() -> AdapterFile.read(root, shallower))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContainingAll("holds tensor base_model.model.model.layers.1", "org/tiny");
    change("r", "3");
    assertThatThrownBy(() -> AdapterFile.read(root, CONFIG))
        .isInstanceOf(AdapterMismatchException.class)
        .hasMessageContaining("call for [3, 8]");
  }

  @Test
  void values_that_are_not_finite_are_neither_written_nor_read() throws IOException {
    AdapterFile adapter = adapter(CONFIG, LoraSpec.builder().rank(2).build());
    adapter.write(root);
    adapter.weights().get(new AdapterKey(0, TargetModule.Q_PROJ)).a()[3] = Float.NaN;
    assertThatThrownBy(() -> adapter.write(root))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("q_proj.lora_A.weight holds NaN at element 3");
    Path file = root.resolve("adapter_model.safetensors");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] = (byte) 0x7f;
    bytes[bytes.length - 2] = (byte) 0x80;
    bytes[bytes.length - 3] = 0;
    bytes[bytes.length - 4] = 0;
    Files.write(file, bytes);
    assertThatThrownBy(() -> AdapterFile.read(root, CONFIG))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(
            "layers.1.self_attn.v_proj.lora_B.weight holds Infinity at element 7");
  }

  @Test
  void missing_files_are_named() throws IOException {
    assertThatThrownBy(() -> AdapterFile.read(root, CONFIG))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("adapter_config.json cannot be read");
    adapter(CONFIG, LoraSpec.builder().rank(2).build()).write(root);
    Files.delete(root.resolve("adapter_model.safetensors"));
    assertThatThrownBy(() -> AdapterFile.read(root, CONFIG))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("adapter_model.safetensors cannot be opened");
  }
}
