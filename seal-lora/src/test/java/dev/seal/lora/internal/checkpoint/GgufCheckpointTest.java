package dev.seal.lora.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.TargetModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  void version_2_is_read_like_version_3() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    byte[] third = gguf.bytes();
    gguf.version = 2;
    byte[] second = gguf.bytes();
    assertThat(second).hasSameSizeAs(third).isNotEqualTo(third);
    try (Checkpoint checkpoint = open(second)) {
      assertThat(checkpoint.config()).isEqualTo(TinyGguf.CONFIG);
      assertThat(read(checkpoint, "model.norm.weight"))
          .containsExactly(floats(gguf.tensors.get("output_norm.weight").data()));
    }
  }

  @Test
  void rotary_scaling_is_read_or_refused() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.metadata.put("llama.rope.scaling.type", "linear");
    gguf.metadata.put("llama.rope.scaling.factor", 4.0);
    gguf.metadata.put("llama.rope.scaling.original_context_length", 32);
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.config().rotary()).isEqualTo(Rotary.linear(10_000, 32, 4));
    }
    gguf.metadata.put("llama.rope.scaling.type", "none");
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.config().rotary()).isEqualTo(Rotary.plain(10_000));
    }
    gguf.metadata.put("llama.rope.scaling.type", "linear");
    gguf.tensors.put("rope_freqs.weight", ones(16));
    assertThatThrownBy(() -> open(gguf.bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining(
            "llama.rope.scaling.factor is 4.0, but this library computes it or rope_freqs.weight,"
                + " not both, only");
    assertRefused(
            wrong -> wrong.tensors.put("rope_freqs.weight", ones(17)), ModelFormatException.class)
        .hasMessageContaining(
            "rope_freqs.weight has type F32 and shape [17], but the metadata calls for F32 and"
                + " [16]");
    assertRefused(
            wrong ->
                wrong.tensors.put(
                    "rope_freqs.weight", new TinyGguf.Tensor(new long[] {16}, 0, new byte[64])),
            ModelFormatException.class)
        .hasMessageContaining("rotary divisors must be > 0");
  }

  @Test
  void a_sliding_window_may_only_be_named() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.metadata.put("llama.attention.sliding_window", 128);
    open(gguf.bytes()).close();
    assertRefused(
            wrong -> wrong.metadata.put("llama.attention.sliding_window", 127),
            UnsupportedModelException.class)
        .hasMessageContaining("llama.attention.sliding_window is 127");
  }

  @Test
  void experts_are_refused_unless_there_are_none() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.metadata.put("llama.expert_count", 0);
    open(gguf.bytes()).close();
    assertRefused(
            wrong -> wrong.metadata.put("llama.expert_count", 8), UnsupportedModelException.class)
        .hasMessageContaining("llama.expert_count is 8");
  }

  @Test
  void biases_come_in_groups() throws IOException {
    TinyGguf gguf = TinyGguf.model();
    gguf.tensors.put("blk.0.ffn_down.bias", ones(64));
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      assertThat(checkpoint.config().biases()).containsExactly(TargetModule.DOWN_PROJ);
      assertThat(read(checkpoint, "model.layers.0.mlp.down_proj.bias")).containsOnly(1f);
    }
    assertRefused(
            wrong -> wrong.tensors.put("blk.0.attn_q.bias", ones(64)), ModelFormatException.class)
        .hasMessageContainingAll("lacks tensor blk.0.attn_", "q_proj, k_proj, v_proj or on none");
    assertRefused(
            wrong -> wrong.tensors.put("blk.1.ffn_down.bias", ones(64)),
            UnsupportedModelException.class)
        .hasMessageContaining("tensor blk.1.ffn_down.bias is not part of");
  }

  private static TinyGguf.Tensor ones(int count) {
    return new TinyGguf.Tensor(
        new long[] {count},
        0,
        TinyModel.littleEndian(
            count * 4,
            out -> {
              for (int i = 0; i < count; i++) {
                out.putFloat(1);
              }
            }));
  }

  /** As SentencePiece has it: all bytes, and some pieces with their scores. */
  private static TinyGguf sentencePiece(Map<String, Double> pieces) {
    TinyGguf gguf = TinyGguf.model();
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    List<Integer> types = new ArrayList<>(List.of(2, 3, 3));
    List<Double> scores = new ArrayList<>(List.of(0.0, 0.0, 0.0));
    for (int i = 0; i < 256; i++) {
      tokens.add("<0x%02X>".formatted(i));
      types.add(6);
      scores.add(0.0);
    }
    pieces.forEach(
        (piece, score) -> {
          tokens.add(piece);
          types.add(1);
          scores.add(score);
        });
    gguf.metadata.put("tokenizer.ggml.model", "llama");
    gguf.metadata.put("tokenizer.ggml.pre", "default");
    gguf.metadata.put("tokenizer.ggml.tokens", tokens);
    gguf.metadata.put("tokenizer.ggml.token_type", types);
    gguf.metadata.put("tokenizer.ggml.scores", scores);
    gguf.metadata.put("tokenizer.ggml.add_space_prefix", true);
    gguf.metadata.put("tokenizer.ggml.bos_token_id", 1);
    gguf.metadata.put("tokenizer.ggml.eos_token_id", 2);
    gguf.tensors.put("token_embd.weight", TinyGguf.blocks(new Random(3), 8, 64, tokens.size()));
    return gguf;
  }

  @Test
  void merges_of_sentence_piece_follow_the_scores() throws IOException {
    TinyGguf gguf =
        sentencePiece(Map.of("a", -9.0, "b", -8.0, "ab", -2.0, "ba", -1.0, "aba", -3.0));
    try (Checkpoint checkpoint = open(gguf.bytes())) {
      JsonObject json = JsonParser.parseString(checkpoint.tokenizerJson()).getAsJsonObject();
      assertThat(json.getAsJsonObject("model").getAsJsonArray("merges").asList())
          .extracting(JsonElement::getAsString)
          .containsExactly("b a", "a b", "ab a", "a ba");
      assertThat(json.getAsJsonArray("added_tokens").asList())
          .extracting(token -> token.getAsJsonObject().get("content").getAsString())
          .containsExactly("<unk>", "<s>", "</s>");
    }
  }

  @Test
  void scores_from_which_no_merges_follow_are_refused() {
    assertThatThrownBy(
            () ->
                open(sentencePiece(Map.of("a", -1.5, "b", -2.5, "ab", -3.25, "ba", -4.0)).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll("\"ab\" has the score -3.25", "tokenizer.json");
    Map<String, Double> flat = Map.of("a", -1e3, "b", -1e3, "ab", -1e3, "ba", -1e3);
    assertThatThrownBy(() -> open(sentencePiece(flat).bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("all tokens have the score -1000.0");
  }

  @Test
  void wrong_sentence_piece_vocabularies_are_refused() {
    TinyGguf fewer = sentencePiece(Map.of("a", -1.0));
    fewer.metadata.put("tokenizer.ggml.scores", List.of(1.0));
    assertThatThrownBy(() -> open(fewer.bytes()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("260 tokens but 1 scores");
    TinyGguf unknown = sentencePiece(Map.of("a", -1.0));
    unknown.metadata.put("tokenizer.ggml.unknown_token_id", 260);
    assertThatThrownBy(() -> open(unknown.bytes()))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("unknown_token_id is 260, but the vocabulary has 260 tokens");
    TinyGguf bytes = sentencePiece(Map.of("a", -1.0));
    bytes.metadata.computeIfPresent(
        "tokenizer.ggml.tokens",
        (key, tokens) ->
            ((List<?>) tokens).stream().map(t -> t.equals("<0x0A>") ? "newline" : t).toList());
    assertThatThrownBy(() -> open(bytes.bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("has no token <0x0A>");
    TinyGguf spaces = sentencePiece(Map.of("a", -1.0));
    spaces.metadata.put("tokenizer.ggml.remove_extra_whitespaces", true);
    assertThatThrownBy(() -> open(spaces.bytes()))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("tokenizer.ggml.remove_extra_whitespaces (true)");
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
                gguf.metadata.put(
                    "tokenizer.ggml.tokens",
                    List.of("<end>", "a", "b", "Ġ", "ab", "x".repeat(1025))),
            ModelFormatException.class)
        .hasMessageContaining("token 5 has 1025 characters");
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
