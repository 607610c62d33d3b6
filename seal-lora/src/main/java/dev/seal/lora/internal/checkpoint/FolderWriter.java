package dev.seal.lora.internal.checkpoint;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.Recommended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a model in Hugging Face layout: all that its checkpoint said but for the weights, which
 * may have changed since. Immutable, and safe for use by several threads; the checkpoint may be
 * closed.
 */
public final class FolderWriter {

  /** What another model may have left in the folder, and readers would take for this one's. */
  private static final List<String> STALE =
      List.of(
          "model.safetensors.index.json",
          "chat_template.jinja",
          "special_tokens_map.json",
          "added_tokens.json");

  private static final String RECOMMENDED = "seal.json";

  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

  private final ModelConfig config;
  private final byte[] tokenizerJson;
  private final TextSettings text;
  private final Recommended recommended;

  /** The weights of the model to be written. */
  public interface Weights {

    /** The encoding of all of them. */
    TensorType type();

    /** Writes the values of a tensor of {@link ModelTensors#shapes}, little-endian, row by row. */
    void write(String name, WritableByteChannel out) throws IOException;
  }

  private FolderWriter(
      ModelConfig config, byte[] tokenizerJson, TextSettings text, Recommended recommended) {
    this.config = config;
    this.tokenizerJson = tokenizerJson;
    this.text = text;
    this.recommended = recommended;
  }

  /** A writer of models like a checkpoint's. */
  public static FolderWriter of(Checkpoint checkpoint) {
    return new FolderWriter(
        checkpoint.config(),
        checkpoint.tokenizerJson().getBytes(StandardCharsets.UTF_8),
        new TextSettings(
            checkpoint.chatTemplate(),
            checkpoint.beginText(),
            checkpoint.endText(),
            checkpoint.endTokens()),
        checkpoint.recommended());
  }

  /**
   * Writes the files, each one whole or not at all; the folder is made if it is not there.
   *
   * @throws UnsupportedModelException if a {@code config.json} cannot say what the model is
   * @throws UncheckedIOException if writing fails
   */
  public void write(Path folder, Weights weights) {
    JsonElement begin = begin();
    JsonObject generation = new JsonObject();
    generation.add("bos_token_id", begin);
    generation.add("eos_token_id", ends());
    JsonObject json = ConfigJson.json(config);
    json.add("bos_token_id", begin);
    json.add("eos_token_id", ends());
    json.addProperty("torch_dtype", weights.type() == TensorType.F32 ? "float32" : "bfloat16");
    SafetensorsWriter tensors = new SafetensorsWriter(Map.of("format", "pt"));
    ModelTensors.shapes(config)
        .forEach(
            (name, shape) ->
                tensors.add(name, weights.type(), out -> weights.write(name, out), shape));
    try {
      Files.createDirectories(folder);
      for (String file : STALE) {
        Files.deleteIfExists(folder.resolve(file));
      }
      AtomicFiles.write(folder.resolve("model.safetensors"), tensors::write);
      AtomicFiles.write(folder.resolve("tokenizer.json"), out -> out.write(tokenizerJson));
      write(folder.resolve("tokenizer_config.json"), tokenizerConfig());
      write(folder.resolve("generation_config.json"), generation);
      if (recommended.equals(Recommended.NONE)) {
        Files.deleteIfExists(folder.resolve(RECOMMENDED));
      } else {
        write(folder.resolve(RECOMMENDED), RecommendedJson.json(recommended));
      }
      write(folder.resolve("config.json"), json);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot write the model to %s (%s); check that it may be written and has room"
              .formatted(folder, e),
          e);
    }
  }

  private static void write(Path file, JsonObject json) throws IOException {
    byte[] bytes = (GSON.toJson(json) + "\n").getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(bytes));
  }

  // The class is the one that takes tokenizer.json as it is; others make some of it up.
  private JsonObject tokenizerConfig() {
    JsonObject json = new JsonObject();
    json.addProperty("tokenizer_class", "PreTrainedTokenizerFast");
    json.addProperty("clean_up_tokenization_spaces", false);
    json.addProperty("model_max_length", config.contextWindow());
    text.beginText().ifPresent(token -> json.addProperty("bos_token", token));
    text.endText().ifPresent(token -> json.addProperty("eos_token", token));
    text.chatTemplate().ifPresent(template -> json.addProperty("chat_template", template));
    return json;
  }

  private JsonElement begin() {
    String json = new String(tokenizerJson, StandardCharsets.UTF_8);
    int id =
        text.beginText()
            .map(token -> EndTokens.addedToken("tokenizer.json", json, token))
            .orElse(-1);
    return id < 0 ? JsonNull.INSTANCE : new JsonPrimitive(id);
  }

  private JsonElement ends() {
    if (text.endTokens().size() == 1) {
      return new JsonPrimitive(text.endTokens().get(0));
    }
    JsonArray ids = new JsonArray();
    text.endTokens().forEach(ids::add);
    return ids;
  }
}
