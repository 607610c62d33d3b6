package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgufTypeTest {

  @ParameterizedTest
  @EnumSource(
      value = GgufType.class,
      names = {"F32", "BF16"},
      mode = EnumSource.Mode.EXCLUDE)
  void random_blocks_have_the_values_of_the_gguf_package_bit_for_bit(GgufType type)
      throws IOException {
    JsonObject golden =
        GgufGoldens.json("blocks.json").getAsJsonObject().getAsJsonObject(type.name());
    ByteBuffer blocks = direct(golden.get("blocks").getAsString());
    ByteBuffer expected = direct(golden.get("values").getAsString());
    int elements = expected.remaining() / Float.BYTES;
    assertThat(type.bytes(elements)).isEqualTo(blocks.remaining());
    ByteBuffer target =
        ByteBuffer.allocateDirect(elements * type.decoded().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    type.decode(blocks, 0, elements, target);
    assertThat(target.hasRemaining()).isFalse();
    float[] values = Floats.widen(target.flip(), type.decoded());
    for (int i = 0; i < elements; i++) {
      assertThat(Float.floatToRawIntBits(values[i]))
          .as("element %d, %s", i, values[i])
          .isEqualTo(expected.getInt(i * Float.BYTES));
    }
  }

  private static ByteBuffer direct(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    return ByteBuffer.allocateDirect(bytes.length).order(ByteOrder.LITTLE_ENDIAN).put(bytes).flip();
  }
}
