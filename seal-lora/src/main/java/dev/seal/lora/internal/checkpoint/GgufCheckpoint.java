package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.model.Recommended;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model in a GGUF file. */
final class GgufCheckpoint implements Checkpoint {

  private static final String SUFFIX = ".gguf";

  private final Bytes file;
  private final String name;
  private final ModelConfig config;
  private final GgufTensors tensors;
  private final GgufMetadata metadata;
  private final List<String> tokens;
  private final String tokenizerJson;
  private final List<Integer> endTokens;

  private GgufCheckpoint(String name, Bytes file) {
    GgufHeader header = GgufHeader.read(file);
    this.file = file;
    this.name = name;
    this.metadata = header.metadata();
    this.tokens = metadata.strings("tokenizer.ggml.tokens");
    boolean tied = !header.tensors().containsKey(GgufNames.OUTPUT);
    this.config = GgufConfig.parse(metadata, tokens.size(), tied);
    this.tensors = new GgufTensors(file, header, config);
    this.tokenizerJson = GgufTokenizer.json(metadata);
    List<Integer> ends = new ArrayList<>(List.of(token("eos_token_id")));
    if (metadata.has("tokenizer.ggml.eot_token_id")) {
      ends.add(token("eot_token_id"));
    }
    this.endTokens = ends.stream().distinct().toList();
    if (metadata.has("tokenizer.ggml.bos_token_id")) {
      token("bos_token_id");
    }
  }

  static GgufCheckpoint open(Path path) {
    Bytes file = FileBytes.open(path);
    try {
      String last = String.valueOf(path.toAbsolutePath().getFileName());
      String name =
          last.endsWith(SUFFIX) ? last.substring(0, last.length() - SUFFIX.length()) : last;
      return new GgufCheckpoint(name, file);
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private int token(String key) {
    int id = metadata.integer("tokenizer.ggml." + key);
    if (id >= tokens.size()) {
      throw new ModelFormatException(
          "%s: tokenizer.ggml.%s is %d, but the vocabulary has %d tokens; get the file again"
              .formatted(file.name(), key, id, tokens.size()));
    }
    return id;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ModelConfig config() {
    return config;
  }

  @Override
  public Set<String> tensorNames() {
    return tensors.names();
  }

  @Override
  public long[] shape(String tensor) {
    return tensors.tensor(tensor).shapeArray();
  }

  @Override
  public TensorType type(String tensor) {
    return tensors.tensor(tensor).type().decoded();
  }

  @Override
  public void read(String tensor, int firstRow, int rows, ByteBuffer target) {
    tensors.read(tensor, firstRow, rows, target);
  }

  @Override
  public String tokenizerJson() {
    return tokenizerJson;
  }

  @Override
  public Optional<String> chatTemplate() {
    return metadata.optionalString("tokenizer.chat_template");
  }

  @Override
  public Optional<String> beginText() {
    return metadata.has("tokenizer.ggml.bos_token_id")
        ? Optional.of(tokens.get(token("bos_token_id")))
        : Optional.empty();
  }

  @Override
  public Optional<String> endText() {
    return Optional.of(tokens.get(endTokens.get(0)));
  }

  @Override
  public List<Integer> endTokens() {
    return endTokens;
  }

  @Override
  public Recommended recommended() {
    return Recommended.NONE;
  }

  @Override
  public void close() {
    file.close();
  }
}
