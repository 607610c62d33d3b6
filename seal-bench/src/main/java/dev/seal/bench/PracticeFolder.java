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

  static final String TOKENIZER = "tokenizer.json";

  private static final List<String> ALL = List.of("config.json", "model.safetensors", TOKENIZER);

  private PracticeFolder() {}

  static void write(Path folder) {
    write(folder, ALL);
  }

  /** Writes some of its files. */
  static void write(Path folder, List<String> files) {
    String resource = ((ModelRef.Resource) Practice.model()).name();
    try {
      Files.createDirectories(folder);
      for (String file : files) {
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
