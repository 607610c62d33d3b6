package dev.seal.api.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where a model comes from. {@code toString()} prints it as {@code folder:PATH}, {@code gguf:PATH}
 * or {@code resource:NAME}, and {@link #parse} reads that back.
 */
public sealed interface ModelRef {

  /**
   * A folder in Hugging Face layout: {@code config.json}, {@code tokenizer.json}, and {@code
   * model.safetensors} or an index with its files.
   *
   * @param path the folder
   * @return the reference
   */
  static ModelRef folder(Path path) {
    return new Folder(path);
  }

  /**
   * A GGUF file; of a model that is split into several, the first, {@code
   * NAME-00001-of-00003.gguf}, with the others beside it.
   *
   * @param path the file
   * @return the reference
   */
  static ModelRef gguf(Path path) {
    return new Gguf(path);
  }

  /**
   * A folder in Hugging Face layout on the class path.
   *
   * @param name the folder's absolute resource name without a slash in front or behind, such as
   *     {@code org/example/model}
   * @return the reference
   */
  static ModelRef resource(String name) {
    return new Resource(name);
  }

  /**
   * Reads what {@code toString()} prints. Also takes a bare path: a folder, or a file whose name
   * ends in {@code .gguf}.
   *
   * @param text the text
   * @return the reference
   * @throws IllegalArgumentException if it is neither
   */
  static ModelRef parse(String text) {
    if (text.startsWith("folder:")) {
      return folder(Path.of(text.substring("folder:".length())));
    }
    if (text.startsWith("gguf:")) {
      return gguf(Path.of(text.substring("gguf:".length())));
    }
    if (text.startsWith("resource:")) {
      return resource(text.substring("resource:".length()));
    }
    Path path = Path.of(text);
    if (!text.isBlank() && Files.isDirectory(path)) {
      return folder(path);
    }
    if (text.toLowerCase(Locale.ROOT).endsWith(".gguf") && Files.isRegularFile(path)) {
      return gguf(path);
    }
    throw new IllegalArgumentException(
        "no model at \""
            + text
            + "\"; give an existing folder in Hugging Face layout, an existing .gguf file, or"
            + " resource:NAME");
  }

  /**
   * See {@link ModelRef#folder(Path)}.
   *
   * @param path the folder
   */
  record Folder(Path path) implements ModelRef {
    @Override
    public String toString() {
      return "folder:" + path;
    }
  }

  /**
   * See {@link ModelRef#gguf(Path)}.
   *
   * @param path the file
   */
  record Gguf(Path path) implements ModelRef {
    @Override
    public String toString() {
      return "gguf:" + path;
    }
  }

  /**
   * See {@link ModelRef#resource(String)}.
   *
   * @param name the folder's resource name
   */
  record Resource(String name) implements ModelRef {

    /**
     * Checks.
     *
     * @param name the folder's resource name
     * @throws IllegalArgumentException if the name is blank or begins or ends with a slash
     */
    public Resource {
      if (name.isBlank() || name.startsWith("/") || name.endsWith("/")) {
        throw new IllegalArgumentException(
            "a resource name must not be blank or begin or end with a slash, but was \""
                + name
                + '"');
      }
    }

    @Override
    public String toString() {
      return "resource:" + name;
    }
  }
}
