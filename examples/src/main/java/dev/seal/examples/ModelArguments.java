package dev.seal.examples;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.LoraEngine;
import dev.seal.tasks.practice.Practice;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which model, and where it runs. */
final class ModelArguments {

  @Option(
      names = "--model",
      paramLabel = "MODEL",
      description =
          "A folder in Hugging Face layout or a GGUF file; default: the embedded practice model.")
  private @Nullable String model;

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu, cuda or cuda:N; default auto.")
  private String device = "auto";

  LanguageModel open() {
    ModelRef ref = model == null ? Practice.model() : ModelRef.parse(model);
    return new LoraEngine().open(ref, EngineOptions.builder().device(device).build());
  }
}
