package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.model.Recommended;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model in one or several GGUF files. */
final class GgufCheckpoint implements Checkpoint {

  private final GgufFiles files;
  private final ModelConfig config;
  private final GgufTensors tensors;
  private final String tokenizerJson;
  private final Optional<String> chatTemplate;
  private final Optional<String> beginText;
  private final String endText;
  private final List<Integer> endTokens;

  private GgufCheckpoint(GgufFiles files) {
    GgufMetadata metadata = files.metadata();
    List<String> tokens = metadata.strings("tokenizer.ggml.tokens");
    this.files = files;
    this.config = GgufConfig.parse(metadata, files.tensors(), tokens.size());
    this.tensors = new GgufTensors(metadata.file(), files.tensors(), config);
    this.tokenizerJson = GgufTokenizer.json(metadata, tokens);
    this.chatTemplate = metadata.optionalString("tokenizer.chat_template");
    List<Integer> ends = new ArrayList<>(List.of(token(metadata, "eos_token_id")));
    if (metadata.has("tokenizer.ggml.eot_token_id")) {
      ends.add(token(metadata, "eot_token_id"));
    }
    this.endTokens = ends.stream().distinct().toList();
    this.endText = tokens.get(endTokens.get(0));
    this.beginText =
        metadata.has("tokenizer.ggml.bos_token_id")
            ? Optional.of(tokens.get(token(metadata, "bos_token_id")))
            : Optional.empty();
  }

  static GgufCheckpoint open(Path path) {
    GgufFiles files = new GgufFiles(path);
    try {
      return new GgufCheckpoint(files);
    } catch (RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private int token(GgufMetadata metadata, String key) {
    int id = metadata.integer("tokenizer.ggml." + key);
    if (id >= config.vocabularySize()) {
      throw new ModelFormatException(
          "%s: tokenizer.ggml.%s is %d, but the vocabulary has %d tokens; get the file again"
              .formatted(metadata.file(), key, id, config.vocabularySize()));
    }
    return id;
  }

  @Override
  public String name() {
    return files.name();
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
  public String fileOf(String tensor) {
    return tensors.fileOf(tensor);
  }

  @Override
  public String tokenizerJson() {
    return tokenizerJson;
  }

  @Override
  public Optional<String> chatTemplate() {
    return chatTemplate;
  }

  @Override
  public Optional<String> beginText() {
    return beginText;
  }

  @Override
  public Optional<String> endText() {
    return Optional.of(endText);
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
    files.close();
  }
}
