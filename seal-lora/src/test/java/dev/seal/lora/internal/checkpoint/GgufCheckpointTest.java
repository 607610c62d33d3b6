package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ModelRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GgufCheckpointTest {

  @TempDir Path folder;

  private Checkpoint open(byte[] bytes) throws IOException {
    return Checkpoints.open(ModelRef.gguf(Files.write(folder.resolve("tiny.gguf"), bytes)));
  }

  private AbstractThrowableAssert<?, ?> assertRefused(Consumer<TinyGguf> change, Class<?> type) {
    TinyGguf gguf = TinyGguf.model();
    change.accept(gguf);
    return assertThatThrownBy(() -> open(gguf.bytes()))
        .isInstanceOf(type)
        .hasMessageContaining("tiny.gguf");
  }

  private static float[] read(Checkpoint checkpoint, String name) {
    return TinyModel.read(checkpoint, name);
  }

  @Test
  void a_model_is_read_under_hugging_face_names_and_shapes() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.metadata.put("tokenizer.chat_template", "T");
    gguf.metadata.put("tokenizer.ggml.eot_token_id", 5);
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.name()).isEqualTo("tiny");
      assertThat(checkpoint.config()).isEqualTo(TinyGguf.CONFIG);
      assertThat(checkpoint.tensorNames()).isEqualTo(ModelTensors.shapes(TinyGguf.CONFIG).keySet());
      ModelTensors.shapes(TinyGguf.CONFIG)
          .forEach(
              (name, shape) -> assertThat(checkpoint.shape(name)).as(name).containsExactly(shape));
      assertThat(checkpoint.chatTemplate()).contains("T");
      assertThat(checkpoint.beginText()).contains("<end>");
      assertThat(checkpoint.endText()).contains("<end>");
      assertThat(checkpoint.endTokens()).containsExactly(0, 5);
      byte[] norm = gguf.tensors.get("output_norm.weight").data();
      assertThat(read(checkpoint, "model.norm.weight")).containsExactly(floats(norm));
      byte[] output = gguf.tensors.get("blk.0.attn_output.weight").data();
      assertThat(read(checkpoint, "model.layers.0.self_attn.o_proj.weight"))
          .containsExactly(floats(output));
    }
  }

  @Test
  void an_output_matrix_means_untied_embeddings() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.tensors.put("output.weight", TinyGguf.floats(new Random(1), 64, 6));
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.config().tiedEmbeddings()).isFalse();
      assertThat(checkpoint.shape("lm_head.weight")).containsExactly(6, 64);
    }
  }

  @Test
  void quantised_blocks_become_floats() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    byte[] q8 = gguf.tensors.get("token_embd.weight").data();
    byte[] q4 = gguf.tensors.get("blk.0.ffn_down.weight").data();
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.type("model.embed_tokens.weight")).isEqualTo(TensorType.F32);
      float[] table = read(checkpoint, "model.embed_tokens.weight");
      float[] down = read(checkpoint, "model.layers.0.mlp.down_proj.weight");
      for (int i = 0; i < table.length; i++) {
        assertThat(table[i]).isEqualTo(0.5f * q8[i / 32 * 34 + 2 + i % 32]);
      }
      for (int i = 0; i < down.length; i++) {
        int pair = q4[i / 32 * 20 + 4 + i % 16] & 0xff;
        assertThat(down[i]).isEqualTo(0.5f * (i % 32 < 16 ? pair % 16 : pair / 16) - 2);
      }
      float[] row = TinyModel.read(checkpoint, "model.layers.0.mlp.down_proj.weight", 5, 2);
      assertThat(row).containsExactly(Arrays.copyOfRange(down, 5 * 32, 7 * 32));
    }
  }

  @Test
  void rows_of_queries_and_keys_are_put_back_for_the_half_rotation_form() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    // Row r of q in the file is filled with the number r.
    byte[] rows =
        TinyModel.littleEndian(
            64 * 64 * 4,
            out -> {
              for (int i = 0; i < 64 * 64; i++) {
                out.putFloat(i / 64);
              }
            });
    gguf.tensors.put("blk.0.attn_q.weight", new TinyGguf.Tensor(new long[] {64, 64}, 0, rows));
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      String q = "model.layers.0.self_attn.q_proj.weight";
      float[] values = read(checkpoint, q);
      for (int head = 0; head < 2; head++) {
        for (int half = 0; half < 2; half++) {
          for (int pair = 0; pair < 16; pair++) {
            assertThat(values[(head * 32 + half * 16 + pair) * 64])
                .isEqualTo(head * 32 + 2 * pair + half);
          }
        }
      }
      // a range across the border of the heads
      float[] part = TinyModel.read(checkpoint, q, 30, 5);
      assertThat(part).containsExactly(Arrays.copyOfRange(values, 30 * 64, 35 * 64));
      // k is quantised and permuted
      float[] k = read(checkpoint, "model.layers.0.self_attn.k_proj.weight");
      byte[] raw = gguf.tensors.get("blk.0.attn_k.weight").data();
      assertThat(k[1 * 64]).isEqualTo(0.5f * (raw[2 * 40 + 4] & 0xf) - 2);
      assertThat(k[16 * 64]).isEqualTo(0.5f * (raw[40 + 4] & 0xf) - 2);
    }
  }

  @Test
  void every_truncation_is_refused() throws IOException {
    byte[] whole = TinyGguf.model().bytes();
    for (int length = 0; length < whole.length - 32; length += length < 2000 ? 7 : 997) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(part))
          .as("%s bytes", length)
          .isInstanceOf(ModelFormatException.class);
    }
  }

  @Test
  void any_flipped_byte_of_the_header_gives_a_model_or_a_refusal() throws IOException {
    byte[] whole = TinyGguf.model().bytes();
    Random random = new Random(11);
    for (int i = 0; i < 400; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(1400)] = (byte) random.nextInt(256);
      try (Checkpoint checkpoint = open(changed)) {
        read(checkpoint, "model.embed_tokens.weight");
      } catch (ModelFormatException | UnsupportedModelException e) {
        assertThat(e).hasMessageContaining("tiny.gguf");
      }
    }
  }

  @Test
  void lying_lengths_and_counts_are_refused_with_their_place() {
    byte[] tensors =
        new TinyGguf.Out().u32(0x46554747).u32(3).u64(1L << 60).u64(0).bytes.toByteArray();
    assertThatThrownBy(() -> open(tensors))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("the number of tensors is 1152921504606846976", "(at byte 8)");
    byte[] negative = new TinyGguf.Out().u32(0x46554747).u32(3).u64(0).u64(-1).bytes.toByteArray();
    assertThatThrownBy(() -> open(negative))
        .hasMessageContaining("metadata values is 18446744073709551615");
    byte[] key =
        new TinyGguf.Out().u32(0x46554747).u32(3).u64(0).u64(1).u64(999).u64(0).bytes.toByteArray();
    assertThatThrownBy(() -> open(key))
        .hasMessageContaining(
            "the length of metadata key 0 is 999, but the file has room for 8 at most (at byte"
                + " 24)");
    byte[] array =
        new TinyGguf.Out()
            .u32(0x46554747)
            .u32(3)
            .u64(0)
            .u64(1)
            .string("k")
            .u32(9)
            .u32(4)
            .u64(1L << 40)
            .bytes
            .toByteArray();
    assertThatThrownBy(() -> open(array))
        .hasMessageContaining("the number of elements of k is 1099511627776");
    byte[] nested =
        new TinyGguf.Out()
            .u32(0x46554747)
            .u32(3)
            .u64(0)
            .u64(1)
            .string("k")
            .u32(9)
            .u32(9)
            .u64(1)
            .bytes
            .toByteArray();
    assertThatThrownBy(() -> open(nested))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("lists of lists");
    byte[] type =
        new TinyGguf.Out()
            .u32(0x46554747)
            .u32(3)
            .u64(0)
            .u64(1)
            .string("k")
            .u32(77)
            .u64(1)
            .bytes
            .toByteArray();
    assertThatThrownBy(() -> open(type))
        .hasMessageContaining("the type of k is 77, which GGUF does not define");
  }

  @Test
  void other_files_and_versions_are_refused() {
    assertThatThrownBy(
            () -> open("PK then something".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is not a GGUF file");
    assertRefused(gguf -> gguf.version = 1, UnsupportedModelException.class)
        .hasMessageContaining("GGUF version 1;");
    assertRefused(gguf -> gguf.version = 0x03000000, UnsupportedModelException.class)
        .hasMessageContaining("big-endian");
    assertThatThrownBy(() -> Checkpoints.open(ModelRef.gguf(folder.resolve("none.gguf"))))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContainingAll("none.gguf", "cannot be opened");
  }

  @Test
  void lying_tensors_are_refused() {
    String last = "output_norm.weight";
    byte[] data = new byte[256];
    assertRefused(
            gguf ->
                gguf.tensors.put(
                    last, new TinyGguf.Tensor(new long[] {1L << 40, 1L << 40}, 0, data)),
            ModelFormatException.class)
        .hasMessageContaining("impossible dimension 1099511627776");
    assertRefused(
            gguf -> gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {1L << 40}, 0, data)),
            ModelFormatException.class)
        .hasMessageContaining("takes 4398046511104 bytes");
    assertRefused(
            gguf ->
                gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {64, 1, 1, 1, 1}, 0, data)),
            ModelFormatException.class)
        .hasMessageContaining("must have 1 to 4 dimensions, but has 5");
    assertRefused(
            gguf -> gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {65}, 0, new byte[260])),
            ModelFormatException.class)
        .hasMessageContaining("has shape [65], but the metadata calls for [64]");
    assertRefused(
            gguf -> gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {33}, 8, data)),
            ModelFormatException.class)
        .hasMessageContaining("Q8_0 has the impossible shape [33]");
    assertRefused(
            gguf -> gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {64}, 10, data)),
            UnsupportedModelException.class)
        .hasMessageContainingAll("output_norm.weight has type Q2_K", "Q5_K, Q6_K");
    assertRefused(
            gguf -> gguf.tensors.put(last, new TinyGguf.Tensor(new long[] {64}, 2, data)),
            UnsupportedModelException.class)
        .hasMessageContaining("the vector output_norm.weight has type Q4_0");
    assertRefused(gguf -> gguf.offsetOfLast = 0, ModelFormatException.class)
        .hasMessageContaining("they overlap");
    assertRefused(gguf -> gguf.offsetOfLast = 7, ModelFormatException.class)
        .hasMessageContaining("a multiple of 32");
    assertRefused(gguf -> gguf.offsetOfLast = 1L << 50, ModelFormatException.class)
        .hasMessageContaining("cut short");
    assertRefused(gguf -> gguf.tensors.remove(last), ModelFormatException.class)
        .hasMessageContaining("lacks tensor " + last);
    assertRefused(
            gguf -> gguf.tensors.put("blk.0.attn_sinks.weight", TinyGguf.floats(new Random(1), 2)),
            UnsupportedModelException.class)
        .hasMessageContaining("tensor blk.0.attn_sinks.weight is not part of a plain llama model");
  }

  @ParameterizedTest
  @CsvSource({
    "general.architecture, gemma, 'general.architecture is gemma, but this library computes llama,"
        + " qwen2, qwen3 only'",
    "general.type, adapter, general.type is adapter",
    "llama.rope.scaling.type, yarn, llama.rope.scaling.type is yarn",
    "llama.logit_scale, 2, llama.logit_scale is 2",
    "tokenizer.ggml.model, t5, 'tokenizer.ggml.model is \"t5\", but this library reads gpt2 and"
        + " llama only'",
    "tokenizer.ggml.model, llama, 'tokenizer.ggml.pre is \"smollm\", but this library reads"
        + " default'",
    "tokenizer.ggml.pre, default, 'tokenizer.ggml.pre is \"default\", but this library reads gpt-2,"
        + " llama-bpe, llama-v3, llama3, qwen2, smollm only'",
    "tokenizer.ggml.surprise, x, tokenizer.ggml.surprise (x) is not known"
  })
  void what_is_not_computed_is_refused_by_key(String key, String value, String message) {
    assertRefused(gguf -> gguf.metadata.put(key, value), UnsupportedModelException.class)
        .hasMessageContaining(message);
  }

  @Test
  void metadata_must_agree_with_itself() {
    assertRefused(
            gguf -> gguf.metadata.put("llama.rope.dimension_count", 16),
            UnsupportedModelException.class)
        .hasMessageContaining("llama.rope.dimension_count is 16");
    assertRefused(gguf -> gguf.metadata.put("llama.vocab_size", 7), ModelFormatException.class)
        .hasMessageContaining("llama.vocab_size is 7, but the token table has 6 rows");
    assertRefused(
        gguf -> gguf.metadata.put("llama.attention.head_count", 0), ModelFormatException.class);
    assertRefused(
            gguf -> gguf.metadata.put("llama.embedding_length", "64"), ModelFormatException.class)
        .hasMessageContaining("llama.embedding_length must be a whole number");
    assertRefused(gguf -> gguf.metadata.remove("llama.block_count"), ModelFormatException.class)
        .hasMessageContaining("has no metadata key llama.block_count");
    assertRefused(gguf -> gguf.metadata.put("general.alignment", 33), ModelFormatException.class)
        .hasMessageContaining("general.alignment must be a power of two");
    assertRefused(
            gguf -> gguf.metadata.put("tokenizer.ggml.eos_token_id", 6), ModelFormatException.class)
        .hasMessageContaining("tokenizer.ggml.eos_token_id is 6, but the vocabulary has 6 tokens");
    assertRefused(
            gguf -> gguf.metadata.put("tokenizer.ggml.merges", List.of("a z")),
            ModelFormatException.class)
        .hasMessageContaining("merge 0, \"a z\"");
    assertRefused(
            gguf -> gguf.metadata.put("tokenizer.ggml.token_type", List.of(1)),
            ModelFormatException.class)
        .hasMessageContaining("6 tokens but 1 token types");
    assertRefused(
            gguf ->
                gguf.metadata.put("tokenizer.ggml.tokens", List.of("a", "a", "b", "c", "d", "e")),
            ModelFormatException.class)
        .hasMessageContaining("tokens 0 and 1 are both \"a\"");
  }

  private static float[] floats(byte[] data) {
    return Floats.widen(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN), TensorType.F32);
  }
}
