package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Without the native library: tokens 0 to 255 are bytes, 256 is " a", 257 is control. */
class DecodedStreamTest {

  private static final int SPACE_A = 256;
  private static final int CONTROL = 257;

  private final AtomicLong decoded = new AtomicLong();

  /** As the library decodes byte-level vocabularies. */
  private String byteLevel(TokenIds ids) {
    decoded.addAndGet(ids.size());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int id : ids.toArray()) {
      if (id == SPACE_A) {
        bytes.writeBytes(" a".getBytes(StandardCharsets.UTF_8));
      } else if (id != CONTROL) {
        bytes.write(id);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private TextStream stream() {
    return new DecodedStream(
        this::byteLevel,
        id -> {
          if (id < 0 || id > CONTROL) {
            throw new IllegalArgumentException("no token " + id);
          }
        },
        Set.of(CONTROL),
        new BitSet());
  }

  private static String all(TextStream stream, int... ids) {
    StringBuilder text = new StringBuilder();
    for (int id : ids) {
      text.append(stream.next(id));
    }
    return text.append(stream.finish()).toString();
  }

  private static int[] bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int[] ids = new int[bytes.length];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = bytes[i] & 0xff;
    }
    return ids;
  }

  @Test
  void a_character_is_given_once_it_is_whole() {
    TextStream stream = stream();
    assertThat(stream.next(SPACE_A)).isEqualTo(" a");
    int[] emoji = bytes("😀");
    assertThat(stream.next(emoji[0])).isEmpty();
    assertThat(stream.next(emoji[1])).isEmpty();
    assertThat(stream.next(CONTROL)).isEmpty();
    assertThat(stream.next(emoji[2])).isEmpty();
    assertThat(stream.next(emoji[3])).isEqualTo("😀");
    assertThat(stream.next(emoji[0])).isEmpty();
    assertThat(stream.finish()).isEqualTo("\ufffd");
    assertThatThrownBy(() -> stream.next(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(stream::finish).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void the_pieces_are_what_decoding_all_gives_whatever_the_bytes() {
    Random random = new Random(3);
    for (int round = 0; round < 3000; round++) {
      int[] ids = new int[random.nextInt(200)];
      boolean text = random.nextBoolean();
      int[] good = bytes("añ你👩‍👩‍👧e\u0301 ".repeat(20));
      int[] bad = {0x80, 0xe4, 0xbd, 0xff, 0xf0, 0x9f, 0xc3, SPACE_A, CONTROL};
      for (int i = 0; i < ids.length; i++) {
        ids[i] = text && random.nextInt(9) > 0 ? good[i] : bad[random.nextInt(bad.length)];
      }
      assertThat(all(stream(), ids)).isEqualTo(byteLevel(TokenIds.of(ids)));
    }
  }

  @Test
  void the_work_grows_with_the_length_even_where_nothing_is_text() {
    int[][] streams = {
      bytes("plain words ".repeat(2000)),
      "x".repeat(20_000).chars().map(c -> 0xff).toArray(),
      "xy".repeat(10_000).chars().map(c -> c == 'x' ? 0xe4 : 0xbd).toArray(),
      bytes("\ufffd".repeat(7000))
    };
    for (int[] ids : streams) {
      decoded.set(0);
      String text = all(stream(), ids);
      long work = decoded.get();
      assertThat(work).isLessThan(150L * ids.length);
      assertThat(text).isEqualTo(byteLevel(TokenIds.of(ids)));
    }
  }

  @Test
  void an_id_outside_the_vocabulary_is_refused_and_changes_nothing() {
    TextStream stream = stream();
    assertThatThrownBy(() -> stream.next(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> stream.next(300)).isInstanceOf(IllegalArgumentException.class);
    assertThat(stream.next('x')).isEqualTo("x");
  }
}
