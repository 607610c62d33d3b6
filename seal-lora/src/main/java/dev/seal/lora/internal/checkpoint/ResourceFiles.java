package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A model's files on the class path: as the thread's context loader sees it, or else this library's
 * own.
 */
final class ResourceFiles implements ModelFiles {

  private final String folder;

  ResourceFiles(String folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "resource:" + folder;
  }

  @Override
  public String shortName() {
    return folder.substring(folder.lastIndexOf('/') + 1);
  }

  @Override
  public boolean has(String file) {
    return find(file) != null;
  }

  @Override
  public List<String> otherWeights() {
    return Stream.of("pytorch_model.bin", "pytorch_model.bin.index.json")
        .filter(this::has)
        .toList();
  }

  @Override
  public String nameOf(String file) {
    return name() + "/" + file;
  }

  @Override
  public Bytes open(String file) {
    URL url = find(file);
    if (url == null) {
      throw new ModelFormatException(
          nameOf(file) + " is not on the class path; add the jar that holds it");
    }
    try {
      URLConnection connection = url.openConnection();
      connection.setUseCaches(false);
      try (InputStream stream = connection.getInputStream()) {
        return MemoryBytes.copy(nameOf(file), stream, connection.getContentLengthLong());
      }
    } catch (IOException e) {
      throw new ModelFormatException(nameOf(file) + " cannot be read (" + e + ")", e);
    }
  }

  private @Nullable URL find(String file) {
    String resource = folder + "/" + file;
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL url = context == null ? null : context.getResource(resource);
    return url != null ? url : ResourceFiles.class.getClassLoader().getResource(resource);
  }
}
