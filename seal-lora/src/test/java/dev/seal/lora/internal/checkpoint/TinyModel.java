package dev.seal.lora.internal.checkpoint;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/** A model of a few hundred weights, drawn from a seed, in Hugging Face layout. */
public final class TinyModel {

  public static final ModelConfig CONFIG =
      new ModelConfig(
          Architecture.LLAMA, 2, 8, 2, 1, 4, 12, 6, 32, 1e-5, Rotary.plain(10_000), true, Set.of());

  public static final String CONFIG_JSON =
      """
      {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "num_hidden_layers": 2, "hidden_size": 8,
       "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 4, "intermediate_size": 12, "vocab_size": 6,
       "max_position_embeddings": 32, "rms_norm_eps": 1e-5, "rope_theta": 10000.0, "tie_word_embeddings": true,
       "eos_token_id": 0, "torch_dtype": "float32", "hidden_act": "silu"}
      """;

  public static final String TOKENIZER_JSON =
      """
      {"version": "1.0", "truncation": null, "padding": null,
       "added_tokens": [{"id": 0, "content": "<end>", "single_word": false, "lstrip": false, "rstrip": false,
                         "normalized": false, "special": true}],
       "normalizer": null,
       "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
       "post_processor": null,
       "decoder": {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true},
       "model": {"type": "BPE", "dropout": null, "unk_token": null, "continuing_subword_prefix": null,
                 "end_of_word_suffix": null, "fuse_unk": false, "byte_fallback": false,
                 "vocab": {"<end>": 0, "a": 1, "b": 2, "Ġ": 3, "ab": 4, "c": 5}, "merges": ["a b"]}}
      """;

  private TinyModel() {}

  /** The values of every tensor. */
  public static Map<String, float[]> values(ModelConfig config) {
    Random random = new Random(7);
    Map<String, float[]> values = new LinkedHashMap<>();
    ModelTensors.shapes(config)
        .forEach(
            (name, shape) -> {
              float[] tensor =
                  new float[(int) (shape.length == 1 ? shape[0] : shape[0] * shape[1])];
              for (int i = 0; i < tensor.length; i++) {
                tensor[i] = (float) random.nextGaussian();
              }
              values.put(name, tensor);
            });
    return values;
  }

  /** A whole folder. */
  public static Path write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("config.json"), CONFIG_JSON);
    Files.writeString(folder.resolve("tokenizer.json"), TOKENIZER_JSON);
    writeWeights(folder.resolve("model.safetensors"), values(CONFIG), CONFIG);
    return folder;
  }

  /** The configuration that a {@code config.json} describes. */
  public static ModelConfig config(String configJson) {
    return ConfigJson.parse(StrictJson.object("config.json", configJson));
  }

  /** A whole folder of another configuration with as many tokens. */
  public static Path write(Path folder, String configJson) throws IOException {
    write(folder);
    Files.writeString(folder.resolve("config.json"), configJson);
    ModelConfig config = config(configJson);
    writeWeights(folder.resolve("model.safetensors"), values(config), config);
    return folder;
  }

  /** The weights in a safetensors file. */
  /**
   * A folder whose weights are zeros that take no room on disk.
   *
   * @return where the first tensor, the token table, begins in the file
   */
  public static long writeSparse(Path folder, String configJson) throws IOException {
    write(folder);
    Files.writeString(folder.resolve("config.json"), configJson);
    StringBuilder header = new StringBuilder("{");
    long end = 0;
    for (Map.Entry<String, long[]> tensor : ModelTensors.shapes(config(configJson)).entrySet()) {
      long start = end;
      end += Arrays.stream(tensor.getValue()).reduce(Float.BYTES, (a, b) -> a * b);
      header.append(
          "%s\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
              .formatted(
                  start == 0 ? "" : ",",
                  tensor.getKey(),
                  Arrays.toString(tensor.getValue()),
                  start,
                  end));
    }
    byte[] prefix = safetensors(header.append('}').toString(), 0);
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
      file.setLength(0);
      file.write(prefix);
      file.setLength(prefix.length + end);
    }
    return prefix.length;
  }

  public static void writeWeights(Path file, Map<String, float[]> values, ModelConfig config)
      throws IOException {
    SafetensorsWriter writer = new SafetensorsWriter(Map.of("format", "pt"));
    values.forEach(
        (name, tensor) -> writer.add(name, tensor, ModelTensors.shapes(config).get(name)));
    try (OutputStream out = Files.newOutputStream(file)) {
      writer.write(out);
    }
  }

  /** A whole tensor of a checkpoint. */
  public static float[] read(Checkpoint checkpoint, String name) {
    return read(checkpoint, name, 0, (int) checkpoint.shape(name)[0]);
  }

  /** Rows of a tensor of a checkpoint. */
  static float[] read(Checkpoint checkpoint, String name, int firstRow, int rows) {
    TensorType type = checkpoint.type(name);
    long[] shape = checkpoint.shape(name);
    int elements = rows * (shape.length == 1 ? 1 : (int) shape[1]);
    ByteBuffer target =
        ByteBuffer.allocateDirect(elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    checkpoint.read(name, firstRow, rows, target);
    return Floats.widen(target.flip(), type);
  }

  /** The configuration with one key set to a JSON value, or removed where that is null. */
  public static String configWith(String key, String value) {
    Gson gson = new Gson();
    var json = gson.fromJson(CONFIG_JSON, com.google.gson.JsonObject.class);
    json.remove(key);
    if (value != null) {
      json.add(key, gson.fromJson(value, com.google.gson.JsonElement.class));
    }
    return json.toString();
  }

  /** A safetensors file of a header and so many zero bytes of data. */
  static byte[] safetensors(String header, int dataBytes) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return littleEndian(8 + json.length + dataBytes, out -> out.putLong(json.length).put(json));
  }

  static byte[] littleEndian(int size, Consumer<ByteBuffer> fill) {
    ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(buffer);
    return buffer.array();
  }
}
