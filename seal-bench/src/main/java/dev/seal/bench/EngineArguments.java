package dev.seal.bench;

import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.ModelRef;
import dev.seal.lora.LoraEngine;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How a command runs its model. */
final class EngineArguments {

  @Option(
      names = "--device",
      defaultValue = "auto",
      paramLabel = "DEVICE",
      description = "auto, cpu, cuda or cuda:N; default auto.")
  private String device = "auto";

  LanguageModel open(ModelRef model) {
    return new LoraEngine().open(model, options());
  }

  EngineOptions options() {
    return EngineOptions.builder().device(device).build();
  }

  String device() {
    return device;
  }

  static String describe(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        "%s (%s, %.1f M parameters) on %s in %s, %s",
        info.name(),
        info.architecture(),
        info.parameters() / 1e6,
        info.device(),
        info.precision(),
        info.nativeLibrary());
  }

  /** The same for a chart, whose reader has no use for the place of a file. */
  static String describeNameless(ModelInfo info) {
    return String.format(
        Locale.ROOT,
        "%s of %.1f M parameters on %s in %s, %s",
        info.architecture(),
        info.parameters() / 1e6,
        info.device(),
        info.precision(),
        info.nativeLibrary());
  }
}
