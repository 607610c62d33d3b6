package dev.seal.bench;

import dev.seal.api.model.ModelRef;
import dev.seal.tasks.practice.Practice;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The embedded model as a folder, for programs that do not read our class path. */
final class PracticeFolder {

  private static final List<String> FILES =
      List.of("config.json", "model.safetensors", "tokenizer.json");

  private PracticeFolder() {}

  static void write(Path folder) {
    String resource = ((ModelRef.Resource) Practice.model()).name();
    try {
      Files.createDirectories(folder);
      for (String file : FILES) {
        try (InputStream in =
            Practice.class.getClassLoader().getResourceAsStream(resource + '/' + file)) {
          if (in == null) {
            throw new IllegalStateException(
                resource + '/' + file + " is missing from the class path; rebuild seal-tasks");
          }
          Files.copy(in, folder.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the practice model to " + folder + ": " + e, e);
    }
  }
}
