package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TargetModule;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models that the PyPI package gguf wrote, against the same weights as Hugging Face has them. */
class GgufModelsTest {

  private static final String FIRST = "qwen3-00001-of-00002.gguf";
  private static final String SECOND = "qwen3-00002-of-00002.gguf";

  @TempDir Path folder;

  private static Checkpoint open(Path file) {
    return Checkpoints.open(ModelRef.gguf(file));
  }

  @ParameterizedTest
  @CsvSource({
    "llama2.gguf, llama2",
    "llama3.gguf, llama3",
    "qwen2.gguf, qwen2",
    "qwen3-00001-of-00002.gguf, qwen3"
  })
  void tensors_are_those_of_hugging_face(String file, String model) {
    try (Checkpoint checkpoint = open(GgufGoldens.file(file));
        SafetensorsFile expected = SafetensorsFile.open(GgufGoldens.file(model + ".safetensors"))) {
      assertThat(checkpoint.name()).isEqualTo(model);
      assertThat(checkpoint.tensorNames())
          .isEqualTo(ModelTensors.shapes(checkpoint.config()).keySet())
          .isEqualTo(expected.tensorNames());
      for (String name : checkpoint.tensorNames()) {
        long[] shape = expected.shape(name);
        assertThat(checkpoint.shape(name)).as(name).isEqualTo(shape);
        float[] values = expected.values(name);
        assertThat(TinyModel.read(checkpoint, name)).as(name).isEqualTo(values);
        int rows = (int) shape[0];
        int columns = values.length / rows;
        assertThat(TinyModel.read(checkpoint, name, rows / 3, rows / 2))
            .as("%s from row %d", name, rows / 3)
            .isEqualTo(
                Arrays.copyOfRange(values, rows / 3 * columns, (rows / 3 + rows / 2) * columns));
      }
    }
  }

  @Test
  void architectures_are_read_from_metadata_and_tensors() {
    try (Checkpoint llama = open(GgufGoldens.file("llama3.gguf"));
        Checkpoint biased = open(GgufGoldens.file("llama2.gguf"));
        Checkpoint qwen2 = open(GgufGoldens.file("qwen2.gguf"));
        Checkpoint qwen3 = open(GgufGoldens.file(FIRST))) {
      assertThat(llama.config().architecture()).isEqualTo(Architecture.LLAMA);
      assertThat(llama.config().rotary().theta()).isEqualTo(500_000);
      List<Double> divisors = Rotary.llama3(500_000, 8, 8, 1, 4, 256).divisors();
      assertThat(divisors.get(1)).isStrictlyBetween(1.0, 8.0);
      for (int i = 0; i < 4; i++) {
        assertThat(llama.config().rotary().divisors().get(i))
            .isCloseTo(divisors.get(i), withinPercentage(1e-5));
      }
      assertThat(llama.config().tiedEmbeddings()).isFalse();
      assertThat(llama.config().biases()).isEmpty();
      assertThat(biased.config().biases())
          .isEqualTo(
              EnumSet.of(
                  TargetModule.Q_PROJ,
                  TargetModule.K_PROJ,
                  TargetModule.V_PROJ,
                  TargetModule.O_PROJ));
      assertThat(biased.config().normEpsilon()).isCloseTo(1e-6, within(1e-12));
      assertThat(qwen2.config().architecture()).isEqualTo(Architecture.QWEN2);
      assertThat(qwen2.config().biases()).isEqualTo(ModelConfig.ATTENTION_INPUTS);
      assertThat(qwen2.config().keyValueHeads()).isEqualTo(1);
      assertThat(qwen2.config().tiedEmbeddings()).isTrue();
      assertThat(qwen3.config().architecture()).isEqualTo(Architecture.QWEN3);
      assertThat(qwen3.config().headSize()).isEqualTo(16);
      assertThat(qwen3.config().biases()).isEqualTo(Set.of());
    }
  }

  @Test
  void only_the_first_part_of_a_split_model_opens_it() {
    assertThatThrownBy(() -> open(GgufGoldens.file(SECOND)))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(
            SECOND, "is part 2 of 2 of a split model; open its first part", FIRST);
  }

  @Test
  void missing_renamed_and_contradictory_parts_are_refused() throws IOException {
    Path first = Files.copy(GgufGoldens.file(FIRST), folder.resolve(FIRST));
    assertThatThrownBy(() -> open(first))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(FIRST, "is part 1 of 2", SECOND + " is not there");
    Path second = Files.copy(first, folder.resolve(SECOND));
    assertThatThrownBy(() -> open(first))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("is both in", FIRST, SECOND);
    Files.delete(second);
    Files.copy(GgufGoldens.file("gpt-2.gguf"), second);
    assertThatThrownBy(() -> open(first)).isInstanceOf(ModelFormatException.class);
    Files.delete(second);
    Files.copy(GgufGoldens.file(SECOND), second);
    // one tensor more than the parts have
    patch(first, "split.tensors.count", 4);
    assertThatThrownBy(() -> open(first))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("split.tensors.count is", "its 2 parts have 13 tensors");
    Path renamed = Files.move(first, folder.resolve("model.gguf"));
    assertThatThrownBy(() -> open(renamed))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("its name must end in -00001-of-00002.gguf");
  }

  /** Adds one to the value of a key, the first byte of which comes so many bytes after it. */
  private static void patch(Path file, String key, int distance) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(key);
    try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
      access.seek(at + key.length() + distance);
      access.write(bytes[at + key.length() + distance] + 1);
    }
  }
}
