package dev.seal.internal.journal;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.LoraSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** An adapter whose files say what they are told to. */
record TwoFiles(String config, String weights) implements Adapter {

  @Override
  public void save(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("adapter_config.json"), config);
      Files.writeString(folder.resolve("adapter_model.safetensors"), weights);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save into " + folder, e);
    }
  }

  @Override
  public LoraSpec spec() {
    return LoraSpec.builder().build();
  }

  @Override
  public long parameters() {
    return 1;
  }

  @Override
  public String baseFingerprint() {
    return "base";
  }

  @Override
  public boolean isClosed() {
    return false;
  }

  @Override
  public void close() {}
}
