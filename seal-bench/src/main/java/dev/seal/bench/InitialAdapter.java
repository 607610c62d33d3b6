package dev.seal.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import dev.seal.api.model.Adapter;
import dev.seal.api.model.LanguageModel;
import dev.seal.api.model.LoraSpec;
import dev.seal.api.model.TargetModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Opens the weights from which a recorded run began, by way of a folder as PEFT writes it. */
final class InitialAdapter {

  private InitialAdapter() {}

  static Adapter open(LanguageModel model, LoraSpec lora, Path weights) {
    if (!Files.isRegularFile(weights)) {
      throw new IllegalArgumentException(
          "no initial adapter at "
              + weights
              + "; a recorded run is PREFIX.json with PREFIX_init.safetensors");
    }
    try {
      Path folder = Files.createTempDirectory("seal-replay");
      try {
        JsonFiles.write(folder.resolve("adapter_config.json"), config(lora));
        Files.copy(weights, folder.resolve("adapter_model.safetensors"));
        return model.load(folder);
      } finally {
        MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot copy " + weights + ": " + e, e);
    }
  }

  private static Map<String, Object> config(LoraSpec lora) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("peft_type", "LORA");
    config.put("task_type", "CAUSAL_LM");
    config.put("r", lora.rank());
    config.put("lora_alpha", lora.alpha());
    config.put(
        "target_modules", lora.targetModules().stream().map(TargetModule::moduleName).toList());
    config.put("lora_dropout", 0);
    config.put("bias", "none");
    return config;
  }
}
