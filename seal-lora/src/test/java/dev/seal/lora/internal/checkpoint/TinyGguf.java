package dev.seal.lora.internal.checkpoint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Builds small GGUF files, right ones and wrong ones. Integers are written as u32, doubles as f32.
 */
final class TinyGguf {

  /** 1 layer, hidden 64, 2 heads of 32, 1 key-value head, feed-forward 32, 6 tokens. */
  static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA,
          1,
          64,
          2,
          1,
          32,
          32,
          6,
          128,
          1e-5,
          Rotary.plain(10_000),
          true,
          Set.of());

  /** A tensor as the file has it: dimensions innermost first. */
  record Tensor(long[] dims, int type, byte[] data) {}

  int version = 3;
  long offsetOfLast = -1;
  final Map<String, Object> metadata = new LinkedHashMap<>();
  final Map<String, Tensor> tensors = new LinkedHashMap<>();

  /**
   * A whole model; {@code random} bytes make F32, Q8_0 (token table) and Q4_1 (feed-forward)
   * tensors.
   */
  static TinyGguf model() {
    TinyGguf gguf = new TinyGguf();
    gguf.metadata.put("general.architecture", "llama");
    gguf.metadata.put("llama.block_count", 1);
    gguf.metadata.put("llama.context_length", 128);
    gguf.metadata.put("llama.embedding_length", 64);
    gguf.metadata.put("llama.feed_forward_length", 32);
    gguf.metadata.put("llama.attention.head_count", 2);
    gguf.metadata.put("llama.attention.head_count_kv", 1);
    gguf.metadata.put("llama.attention.layer_norm_rms_epsilon", 1e-5);
    gguf.metadata.put("llama.rope.dimension_count", 32);
    gguf.metadata.put("tokenizer.ggml.model", "gpt2");
    gguf.metadata.put("tokenizer.ggml.pre", "smollm");
    gguf.metadata.put("tokenizer.ggml.tokens", List.of("<end>", "a", "b", "Ġ", "ab", "1"));
    gguf.metadata.put("tokenizer.ggml.token_type", List.of(3, 1, 1, 1, 1, 1));
    gguf.metadata.put("tokenizer.ggml.merges", List.of("a b"));
    gguf.metadata.put("tokenizer.ggml.bos_token_id", 0);
    gguf.metadata.put("tokenizer.ggml.eos_token_id", 0);
    gguf.metadata.put("tokenizer.ggml.add_space_prefix", false);
    Random random = new Random(3);
    gguf.tensors.put("token_embd.weight", blocks(random, 8, 64, 6));
    gguf.tensors.put("blk.0.attn_norm.weight", floats(random, 64));
    gguf.tensors.put("blk.0.ffn_norm.weight", floats(random, 64));
    gguf.tensors.put("blk.0.attn_q.weight", floats(random, 64, 64));
    gguf.tensors.put("blk.0.attn_k.weight", blocks(random, 3, 64, 32));
    gguf.tensors.put("blk.0.attn_v.weight", floats(random, 64, 32));
    gguf.tensors.put("blk.0.attn_output.weight", floats(random, 64, 64));
    gguf.tensors.put("blk.0.ffn_gate.weight", blocks(random, 3, 64, 32));
    gguf.tensors.put("blk.0.ffn_up.weight", blocks(random, 3, 64, 32));
    gguf.tensors.put("blk.0.ffn_down.weight", blocks(random, 3, 32, 64));
    gguf.tensors.put("output_norm.weight", floats(random, 64));
    return gguf;
  }

  static Tensor floats(Random random, long... dims) {
    int elements = elements(dims);
    return new Tensor(
        dims,
        0,
        TinyModel.littleEndian(
            elements * 4,
            out -> {
              for (int i = 0; i < elements; i++) {
                out.putFloat((float) random.nextGaussian());
              }
            }));
  }

  /** Q8_0 (type 8) or Q4_1 (type 3), with scales 0.5 and minimum -2. */
  static Tensor blocks(Random random, int type, long... dims) {
    int blockBytes = type == 8 ? 34 : 20;
    int blocks = elements(dims) / 32;
    byte[] data = new byte[blocks * blockBytes];
    random.nextBytes(data);
    ByteBuffer buffer = ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN);
    for (int block = 0; block < blocks; block++) {
      buffer.putShort(block * blockBytes, (short) 0x3800);
      if (type == 3) {
        buffer.putShort(block * blockBytes + 2, (short) 0xc000);
      }
    }
    return new Tensor(dims, type, data);
  }

  private static int elements(long[] dims) {
    long product = 1;
    for (long dim : dims) {
      product *= dim;
    }
    return (int) product;
  }

  byte[] bytes() {
    Out out = new Out();
    out.u32(0x46554747).u32(version).u64(tensors.size()).u64(metadata.size());
    metadata.forEach((key, value) -> out.string(key).typed(value));
    long offset = 0;
    int index = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor tensor = entry.getValue();
      out.string(entry.getKey()).u32(tensor.dims().length);
      for (long dim : tensor.dims()) {
        out.u64(dim);
      }
      boolean last = ++index == tensors.size();
      out.u32(tensor.type()).u64(last && offsetOfLast >= 0 ? offsetOfLast : offset);
      offset += (tensor.data().length + 31) / 32 * 32;
    }
    out.pad();
    for (Tensor tensor : tensors.values()) {
      out.bytes.writeBytes(tensor.data());
      out.pad();
    }
    return out.bytes.toByteArray();
  }

  /** Appends little-endian values. */
  static final class Out {

    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Out u32(int value) {
      bytes.writeBytes(TinyModel.littleEndian(4, out -> out.putInt(value)));
      return this;
    }

    Out u64(long value) {
      bytes.writeBytes(TinyModel.littleEndian(8, out -> out.putLong(value)));
      return this;
    }

    Out string(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      u64(utf8.length);
      bytes.writeBytes(utf8);
      return this;
    }

    Out typed(Object value) {
      if (value instanceof List<?> list) {
        u32(9).u32(type(list.get(0))).u64(list.size());
        list.forEach(this::plain);
        return this;
      }
      return u32(type(value)).plain(value);
    }

    private static int type(Object value) {
      return value instanceof String
          ? 8
          : value instanceof Integer ? 4 : value instanceof Boolean ? 7 : 6;
    }

    private Out plain(Object value) {
      if (value instanceof String text) {
        return string(text);
      }
      if (value instanceof Boolean flag) {
        bytes.write(flag ? 1 : 0);
        return this;
      }
      return u32(
          value instanceof Integer number
              ? number
              : Float.floatToIntBits(((Double) value).floatValue()));
    }

    void pad() {
      while (bytes.size() % 32 != 0) {
        bytes.write(0);
      }
    }
  }
}
