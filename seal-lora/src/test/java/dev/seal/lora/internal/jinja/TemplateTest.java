package dev.seal.lora.internal.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TemplateTest {

  private static JsonObject recorded() throws IOException {
    try (InputStream stream = TemplateTest.class.getResourceAsStream("/chat/constructs.json")) {
      return new Gson()
          .fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), JsonObject.class);
    }
  }

  private static Map<String, Object> variables(JsonObject recorded) {
    Map<String, Object> variables = new HashMap<>();
    variables.put("messages", new Gson().fromJson(recorded.get("messages"), List.class));
    variables.put("add_generation_prompt", true);
    variables.put("bos_token", "<s>");
    variables.put("tools", null);
    variables.put("documents", null);
    return variables;
  }

  /** Expected texts are those of transformers, recorded by scripts/chat-goldens.sh. */
  @Test
  void every_construct_is_written_as_in_transformers_or_refused() throws IOException {
    JsonObject recorded = recorded();
    List<String> refused = new ArrayList<>();
    int same = 0;
    for (JsonElement element : recorded.getAsJsonArray("cases")) {
      JsonObject expected = element.getAsJsonObject();
      String template = expected.get("template").getAsString();
      String text;
      try {
        text = Template.parse(template).render(variables(recorded));
      } catch (JinjaException | TemplateRefusal e) {
        if (expected.has("text")) {
          refused.add(template);
        }
        continue;
      }
      assertThat(expected.has("text")).as("%s fails in transformers", template).isTrue();
      assertThat(text).as(template).isEqualTo(expected.get("text").getAsString());
      same++;
    }
    assertThat(same).isGreaterThan(200);
    assertThat(refused).containsExactlyInAnyOrder(REFUSED);
  }

  /** What transformers writes and this does not: each is refused by name. */
  private static final String[] REFUSED = {
    "{{ 'abc' | upper }}{{ 'aBc' | capitalize }}{{ 'abc def' | title }}",
    "{{ 'a%sb' | format('X') }}",
    "{{ '%s-%d' % ('a', 3) }}",
    "{{ [3,1,2] | sort }}{{ [1,1,2] | unique | list }}",
    "{{ messages[0].content | e }}{{ '<' | escape }}{{ '<' | safe }}",
    "{{ \"\\x41\\101\" }}",
    "{{ none.x }}|{{ none['x'] }}|{{ 5['x'] }}|",
    "{% block b %}x{% endblock %}",
    "{{ ''.__class__ }}",
    "{{ 'x' | title }}",
    "{{ 'x' | e }}",
    "{{ 'x' | safe }}",
    "{{ 'x' | wordcount }}",
    "{{ [2, 1] | sort }}",
    "{{ [2, 1] | min }}",
    "{{ [1, 1] | unique | list }}",
    "{{ {'a': 1} | dictsort }}",
    "{{ [1, 2, 3] | batch(2) | list }}",
    "{{ [1, 2] | sum }}",
    "{{ 1.5 | round }}",
    "{{ 'x' | center(5) }}",
    "{{ 'x'.zfill(3) }}",
    "{{ 'x'.isdigit() }}",
    "{{ 'x'.format(1) }}",
    "{{ 'x' is lower }}",
    "{{ 'x' is sameas 'x' }}",
    "{{ 1 is filter }}",
    "{{ 1e100 }}{{ 0.1 + 0.2 }}{{ 1 / 3 }}",
    "{{ cycler(1, 2).next() }}",
    "{{ joiner(',')() }}",
    "{{ pad_token }}"
  };

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
      assertThatThrownBy(() -> Template.parse(template).render(Map.of()))
          .as(template.substring(0, 20))
          .isInstanceOf(JinjaException.class);
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
        Template.parse(damaged.toString()).render(variables(recorded));
        rendered++;
      } catch (JinjaException | TemplateRefusal e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(rendered).isBetween(250, 4_750);
  }
}
