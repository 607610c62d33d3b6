package dev.seal.lora.internal.adapter;

import dev.seal.api.model.LoraSpec;
import dev.seal.lora.internal.checkpoint.LlamaConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An adapter as a PEFT folder holds it: {@code adapter_config.json} and {@code
 * adapter_model.safetensors}.
 *
 * @param spec rank, alpha and target modules
 * @param baseModel the name of the model it was made for
 * @param baseFingerprint what identifies that model's weights, where this library wrote the file
 * @param weights the factors of every target module of every layer
 */
public record AdapterFile(
    LoraSpec spec,
    String baseModel,
    Optional<String> baseFingerprint,
    Map<AdapterKey, LoraWeights> weights) {

  public AdapterFile {
    weights = Map.copyOf(weights);
  }

  /**
   * Reads a folder that PEFT or this library wrote.
   *
   * @throws dev.seal.api.ModelFormatException if a file is missing or damaged, or holds values that
   *     are not finite
   * @throws dev.seal.api.UnsupportedModelException if it uses a variant of LoRA that this library
   *     does not compute
   * @throws dev.seal.api.AdapterMismatchException if it does not fit a model of this configuration
   */
  public static AdapterFile read(Path folder, LlamaConfig config) {
    throw new UnsupportedOperationException(
        folder + " for " + config + ": the reader follows in the next commits");
  }

  /**
   * Writes both files, each one whole or not at all; the folder is made if it is not there.
   *
   * @throws java.io.UncheckedIOException if that fails
   */
  public void write(Path folder) {
    throw new UnsupportedOperationException(folder + ": the writer follows in the next commits");
  }
}
