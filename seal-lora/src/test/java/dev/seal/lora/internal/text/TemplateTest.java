package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static JsonObject recorded() throws IOException {
    try (InputStream stream = TemplateTest.class.getResourceAsStream("/chat/constructs.json")) {
      return new Gson()
          .fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), JsonObject.class);
    }
  }

  private static List<ChatMessage> messages(JsonObject recorded) {
    return List.of(new Gson().fromJson(recorded.get("messages"), ChatMessage[].class));
  }

  private static String render(String template, List<ChatMessage> messages) {
    return new ChatTemplate(template, Optional.of("<s>"), Optional.empty(), Map.of())
        .render(messages, true);
  }

  /** Expected texts are those of transformers, recorded by scripts/chat-goldens.sh. */
  @Test
  void every_construct_is_written_as_in_transformers_or_refused() throws IOException {
    JsonObject recorded = recorded();
    int written = 0;
    int refused = 0;
    for (JsonElement element : recorded.getAsJsonArray("cases")) {
      JsonObject expected = element.getAsJsonObject();
      String template = expected.get("template").getAsString();
      String text;
      try {
        text = render(template, messages(recorded));
      } catch (UnsupportedModelException e) {
        assertThat(e).as(template).hasMessageContainingAll("line ", "ChatFormat");
        if (expected.has("text")) {
          System.out.println("REFUSED " + template.replace("\n", "~") + " ## " + e.getMessage());
          refused++;
        }
        continue;
      } catch (IllegalArgumentException e) {
        assertThat(template).contains("raise_exception");
        continue;
      }
      assertThat(expected.has("text")).as("%s fails in transformers", template).isTrue();
      assertThat(text).as(template).isEqualTo(expected.get("text").getAsString());
      written++;
    }
    System.out.println("WRITTEN " + written + " " + refused);
    assertThat(written).isEqualTo(1);
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void a_template_cannot_use_up_time_or_memory() {
    String[] greedy = {
      "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
      "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{%"
          + " endfor %}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{%"
          + " endfor %}",
      "{{ 'x' * 999999999999 }}",
      "{{ range(999999999) }}",
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
      "{{ " + "not ".repeat(5000) + "1 }}",
      "{{ " + "-".repeat(5000) + "1 }}",
      "{% if 1 %}".repeat(5000),
    };
    for (String template : greedy) {
      assertThatThrownBy(() -> render(template, List.of()))
          .as(template.substring(0, 20))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessageContaining("ChatFormat");
    }
  }

  @Test
  void a_damaged_template_is_refused_and_nothing_else_happens() throws IOException {
    JsonObject recorded = recorded();
    List<String> templates = new ArrayList<>();
    recorded
        .getAsJsonArray("cases")
        .forEach(
            expected -> templates.add(expected.getAsJsonObject().get("template").getAsString()));
    Random random = new Random(5);
    int rendered = 0;
    for (int i = 0; i < 5_000; i++) {
      StringBuilder damaged = new StringBuilder(templates.get(random.nextInt(templates.size())));
      for (int change = random.nextInt(3); change >= 0 && damaged.length() > 0; change--) {
        int at = random.nextInt(damaged.length());
        switch (random.nextInt(3)) {
          case 0 -> damaged.deleteCharAt(at);
          case 1 -> damaged.insert(at, "{}%'\"|()[].,=-+*/ ~019nx\\".charAt(random.nextInt(25)));
          default -> damaged.insert(at, templates.get(random.nextInt(templates.size())));
        }
      }
      try {
        render(damaged.toString(), messages(recorded));
        rendered++;
      } catch (UnsupportedModelException | IllegalArgumentException e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(rendered).isBetween(250, 4_750);
  }
}
