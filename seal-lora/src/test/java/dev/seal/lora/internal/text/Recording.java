package dev.seal.lora.internal.text;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.seal.api.model.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A chat template and what transformers makes of it, as scripts/chat-goldens.sh records it. */
record Recording(
    String source,
    @Nullable String begin,
    @Nullable String end,
    String template,
    List<Case> cases) {

  record Case(
      List<ChatMessage> messages,
      boolean generationPrompt,
      Map<String, Object> variables,
      String text) {}

  static Recording read(String name) {
    Gson gson =
        new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();
    try (InputStream stream = Recording.class.getResourceAsStream("/chat/" + name + ".json")) {
      return gson.fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), Recording.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
