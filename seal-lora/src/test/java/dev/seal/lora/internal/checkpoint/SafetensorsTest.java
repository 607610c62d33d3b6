package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir Path folder;

  private SafetensorsFile open(byte[] bytes) throws IOException {
    return SafetensorsFile.open(Files.write(folder.resolve("x.safetensors"), bytes));
  }

  private SafetensorsFile open(String header, int dataBytes) throws IOException {
    return open(TinyModel.safetensors(header, dataBytes));
  }

  @Test
  void what_is_written_is_read_back_by_rows() throws IOException {
    Path path = folder.resolve("w.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt", "a", "<&>\""));
    writer.add("m", new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    writer.add("v", new float[] {7, 8}, 2);
    try (OutputStream out = Files.newOutputStream(path)) {
      writer.write(out);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.metadata()).isEqualTo(Map.of("format", "pt", "a", "<&>\""));
      assertThat(file.tensorNames()).containsExactly("m", "v");
      assertThat(file.shape("m")).containsExactly(3, 2);
      assertThat(file.type("m")).isEqualTo(TensorType.F32);
      assertThat(file.values("m")).containsExactly(1, 2, 3, 4, 5, 6);
      ByteBuffer target = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      file.read("m", 1, 2, target);
      file.read("v", 1, 1, target);
      file.read("v", 2, 0, target);
      assertThat(Floats.widen(target.flip(), TensorType.F32)).containsExactly(3, 4, 5, 6, 8);
      assertThatThrownBy(() -> file.read("m", 2, 2, target))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("rows 2 to 4 are not in m of shape [3, 2]");
    }
    assertThat(Files.size(path) % 8).isZero();
  }

  @Test
  void values_may_be_handed_over_in_pieces_while_the_file_is_written() throws IOException {
    Path path = folder.resolve("w.safetensors");
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    writer.add(
        "half",
        TensorType.BF16,
        out -> {
          for (int row = 0; row < 3; row++) {
            out.write(ByteBuffer.wrap(new byte[] {0, 0x40, (byte) 0x80, 0x3f}));
          }
        },
        3,
        2);
    writer.add("whole", new float[] {7}, 1);
    try (OutputStream out = Files.newOutputStream(path)) {
      writer.write(out);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.type("half")).isEqualTo(TensorType.BF16);
      assertThat(file.shape("half")).containsExactly(3, 2);
      assertThat(file.values("half")).containsExactly(2, 1, 2, 1, 2, 1);
      assertThat(file.values("whole")).containsExactly(7);
    }
  }

  @Test
  void values_that_do_not_fill_the_shape_are_refused() {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of());
    writer.add("m", TensorType.F32, out -> out.write(ByteBuffer.allocate(8)), 3);
    assertThatThrownBy(() -> writer.write(OutputStream.nullOutputStream()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("m has 8 bytes, but its shape and type call for 12");
  }

  @Test
  void a_closed_file_says_so() throws IOException {
    SafetensorsFile file =
        open("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4);
    file.close();
    assertThatThrownBy(() -> file.values("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @ParameterizedTest
  @ValueSource(longs = {1L << 40, 100_000_001L, -1L, 0L, 1L, 3L})
  void a_lying_header_length_is_refused(long length) {
    byte[] bytes = TinyModel.littleEndian(10, out -> out.putLong(length));
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll(
            "x.safetensors", "header length at byte 0", Long.toUnsignedString(length));
  }

  @Test
  void every_truncation_is_refused() throws IOException {
    byte[] whole =
        TinyModel.safetensors(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}", 8);
    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(part)).isInstanceOf(ModelFormatException.class);
    }
    open(whole).close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"F32\" | [2] | [0,16] | does not take 16 bytes",
        "\"F32\" | [4] | [0,20] | must be two positions in order and inside the 16 bytes",
        "\"F32\" | [4] | [16,0] | must be two positions in order",
        "\"F32\" | [4] | [0] | must be two positions in order",
        "\"F32\" | [4] | [-1,16] | \"a.data_offsets[0]\" must be a whole number from 0",
        "\"F32\" | [4294967296,4294967296] | [0,16] | does not take 16 bytes",
        "\"F32\" | [4611686018427387905] | [0,16] | does not take 16 bytes",
        "\"F32\" | [-4] | [0,16] | \"a.shape[0]\" must be a whole number from 0",
        "\"F32\" | [3] | [4,16] | there is a hole",
        "\"F32\" | [3] | [0,12] | the last tensor ends at",
        "7 | [4] | [0,16] | \"a.dtype\" must be a string",
        "\"F32\" | \"4\" | [0,16] | \"a.shape\" must be a list"
      })
  void a_lying_entry_is_refused(String dtype, String shape, String offsets, String message) {
    String header =
        "{\"a\":{\"dtype\":"
            + dtype
            + ",\"shape\":"
            + shape
            + ",\"data_offsets\":"
            + offsets
            + "}}";
    assertThatThrownBy(() -> open(header, 16))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("x.safetensors", message);
  }

  @Test
  void overlaps_are_refused() {
    assertThatThrownBy(
            () ->
                open(
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                        + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
                    12))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("tensor b", "they overlap");
  }

  @Test
  void unknown_keys_and_types_are_refused_by_name() throws IOException {
    assertThatThrownBy(
            () ->
                open("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}", 4))
        .hasMessageContaining("tensor a has an unknown key \"x\"");
    try (SafetensorsFile file =
        open("{\"a\":{\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]}}", 4)) {
      assertThatThrownBy(() -> file.type("a"))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContainingAll("tensor a", "F8_E4M3", "F32, F16 and BF16");
    }
    assertThatThrownBy(() -> open("not json at all", 4)).hasMessageContaining("is not valid JSON");
  }

  @Test
  void short_types_widen_exactly() {
    byte[] half =
        TinyModel.littleEndian(
            14,
            out -> {
              for (int bits : new int[] {0x3c00, 0xc000, 0x0001, 0x8000, 0x7bff, 0x7c00, 0x3555}) {
                out.putShort((short) bits);
              }
            });
    assertThat(
            Floats.widen(
                java.nio.ByteBuffer.wrap(half).order(java.nio.ByteOrder.LITTLE_ENDIAN),
                TensorType.F16))
        .containsExactly(1f, -2f, 0x1p-24f, -0f, 65504f, Float.POSITIVE_INFINITY, 0.33325195f);
    byte[] brain =
        TinyModel.littleEndian(4, out -> out.putShort((short) 0x3f80).putShort((short) 0xc049));
    assertThat(
            Floats.widen(
                java.nio.ByteBuffer.wrap(brain).order(java.nio.ByteOrder.LITTLE_ENDIAN),
                TensorType.BF16))
        .containsExactly(1f, -3.140625f);
  }
}
