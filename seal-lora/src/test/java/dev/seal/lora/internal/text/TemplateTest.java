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
    assertThat(written).isEqualTo(153);
    assertThat(refused).isEqualTo(141);
  }

  @Test
  void a_template_cannot_use_up_time_memory_or_the_stack() {
    String big =
        "{% set ns = namespace(s='xy', l=[1]) %}{% for i in range(22) %}{% set ns.s = ns.s + ns.s"
            + " %}{% endfor %}";
    String list =
        "{% set ns = namespace(l=[1]) %}{% for i in range(17) %}{% set ns.l = ns.l + ns.l %}{%"
            + " endfor %}";
    String often = "{% for i in range(200000) %}";
    String end = "{% endfor %}";
    String[] greedy = {
      "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
      "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{%"
          + " endfor %}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{%"
          + " endfor %}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(999) %}{% set ns.s = [ns.s] %}{% endfor %}"
          + "{{ ns.s | tojson }}",
      "{% set ns = namespace(s=[1]) %}{% for i in range(60) %}{% set ns.s = [ns.s, ns.s] %}{%"
          + " endfor %}{{ ns.s | tojson }}",
      big + often + "{{ 'z' in ns.s }}" + end,
      big + often + "{% set ns.s = ns.s.replace('x', 'y') %}" + end,
      big + "{% set t = ns.s.replace('x', ns.s) %}",
      big + "{% for c in ns.s %}{% endfor %}",
      big + often + "{{ ns.s }}" + end,
      big + "{{ [ns.s, ns.s, ns.s] | join }}",
      big + "{{ ns.s.split('x') | length }}",
      list + often + "{% set t = ns.l + [i] %}" + end,
      list + often + "{{ 2 in ns.l }}" + end,
      list + often + "{% set t = ns.l | map(attribute='x') %}" + end,
      list + often + "{% set t = ns.l | select('eq', 2) | list | length %}" + end,
      often + "x".repeat(200_000) + end,
      often + "{ ".repeat(20_000) + end,
      often + "{% if i %}{% else %}{% endif %}" + end,
      "{".repeat(250_000),
      "{{ 1 }}".repeat(37_000) + often + "{{ 1 }}" + end,
      "x".repeat(300_000),
      "{{ 'x' * 999999999999 }}",
      "{{ 9223372036854775807 + 1 }}",
      "{{ 1 % 0 }}",
      "{{ range(999999999) }}",
      "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
      "{{ " + "(".repeat(5000) + "1" + ")".repeat(5000) + " }}",
      "{{ " + "[".repeat(41) + "]".repeat(41) + " }}",
      "{{ " + "not ".repeat(5000) + "1 }}",
      "{{ " + "-".repeat(5000) + "1 }}",
      "{{ 1" + "+1".repeat(5000) + " }}",
      "{{ 1" + " if 1 else 1".repeat(500) + " }}",
      "{{ x" + "|d".repeat(5000) + " }}",
      "{% if 1 %}".repeat(5000),
      "{% if 1 %}".repeat(50) + "{% endif %}".repeat(50),
      "{% for i in [1] %}".repeat(9999) + "{% endfor %}".repeat(9999),
    };
    for (String template : greedy) {
      assertThatThrownBy(() -> render(template, List.of()))
          .as(template.substring(0, Math.min(200, template.length())))
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
