package dev.seal.lora.internal.checkpoint;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files that {@code scripts/gguf-goldens.sh} writes. */
public final class GgufGoldens {

  private GgufGoldens() {}

  public static Path file(String name) {
    URL url = GgufGoldens.class.getResource("/gguf/" + name);
    if (url == null) {
      throw new IllegalStateException("no /gguf/" + name + "; run scripts/gguf-goldens.sh");
    }
    try {
      return Path.of(url.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  public static JsonElement json(String name) throws IOException {
    return JsonParser.parseString(Files.readString(file(name)));
  }
}
