package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.Recommended;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A model in Hugging Face layout. */
final class FolderCheckpoint implements Checkpoint {

  private final String name;
  private final ModelConfig config;
  private final String tokenizerJson;
  private final TextSettings text;
  private final Recommended recommended;
  private final WeightFiles weights;
  private final Set<String> tensorNames;

  FolderCheckpoint(ModelFiles files) {
    requireFile(files, "config.json");
    JsonFields configJson =
        StrictJson.object(files.nameOf("config.json"), files.text("config.json"));
    this.name = files.shortName();
    this.config = ConfigJson.parse(configJson);
    this.tokenizerJson = tokenizer(files);
    this.text = TextSettings.read(files, configJson, config.vocabularySize(), tokenizerJson);
    this.recommended =
        files
            .optionalText("seal.json")
            .map(json -> RecommendedJson.parse(StrictJson.object(files.nameOf("seal.json"), json)))
            .orElse(Recommended.NONE);
    this.weights = WeightFiles.open(files, config);
    this.tensorNames = ModelTensors.shapes(config).keySet();
  }

  private static void requireFile(ModelFiles files, String file) {
    if (!files.has(file)) {
      throw new ModelFormatException(
          files.name()
              + " has no "
              + file
              + "; a model needs config.json, tokenizer.json and model.safetensors");
    }
  }

  private static String tokenizer(ModelFiles files) {
    if (!files.has("tokenizer.json") && files.has("tokenizer.model")) {
      throw new UnsupportedModelException(
          files.name()
              + " has a tokenizer.model but no tokenizer.json; save the tokenizer once with"
              + " transformers, which writes it");
    }
    requireFile(files, "tokenizer.json");
    return files.text("tokenizer.json");
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
    return tensorNames;
  }

  @Override
  public long[] shape(String tensor) {
    return weights.fileOf(tensor).shape(tensor);
  }

  @Override
  public TensorType type(String tensor) {
    return weights.fileOf(tensor).type(tensor);
  }

  @Override
  public void read(String tensor, int firstRow, int rows, ByteBuffer target) {
    weights.fileOf(tensor).read(tensor, firstRow, rows, target);
  }

  @Override
  public String fileOf(String tensor) {
    return weights.fileOf(tensor).name();
  }

  @Override
  public String tokenizerJson() {
    return tokenizerJson;
  }

  @Override
  public Optional<String> chatTemplate() {
    return text.chatTemplate();
  }

  @Override
  public Optional<String> beginText() {
    return text.beginText();
  }

  @Override
  public Optional<String> endText() {
    return text.endText();
  }

  @Override
  public List<Integer> endTokens() {
    return text.endTokens();
  }

  @Override
  public Recommended recommended() {
    return recommended;
  }

  @Override
  public void close() {
    weights.close();
  }
}
