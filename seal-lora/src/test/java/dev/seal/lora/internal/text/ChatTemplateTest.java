package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatTemplateTest {

  private static final List<ChatMessage> HI = List.of(new ChatMessage("user", "Hi"));

  private static String render(String template, List<ChatMessage> messages) {
    return new ChatTemplate(template, Optional.of("<s>"), Optional.of("</s>"), Map.of())
        .render(messages, true);
  }

  /** Expected texts are Hugging Face transformers' own. */
  @Test
  void smollm2_renders_as_in_transformers() throws IOException {
    JsonObject chat;
    try (InputStream stream = ChatTemplateTest.class.getResourceAsStream("/smollm2/logits.json")) {
      chat =
          new Gson()
              .fromJson(new InputStreamReader(stream, StandardCharsets.UTF_8), JsonObject.class)
              .getAsJsonObject("chat");
    }
    String template = chat.get("template").getAsString();
    assertThat(render(template, HI)).isEqualTo(chat.get("user_only").getAsString());
    assertThat(render(template, List.of(new ChatMessage("system", "Be brief."), HI.get(0))))
        .isEqualTo(chat.get("with_system").getAsString());
  }

  @Test
  void blocks_take_their_line_breaks_with_them() {
    String template =
        """
        {{ bos_token }}
        {% for message in messages %}
            {% if message.role == 'user' %}
        [{{ message.content }}]
            {% endif %}
        {% endfor %}
        {{- eos_token }}
        """;
    assertThat(render(template, HI)).isEqualTo("<s>\n[Hi]\n</s>");
  }

  @Test
  void escapes_in_strings_are_line_breaks() {
    assertThat(render("{{ 'a\\nb' + '\\n' }}{{ messages[0]['content'] | trim }}", HI))
        .isEqualTo("a\nb\nHi");
  }

  @Test
  void what_models_templates_use_works() {
    List<ChatMessage> messages =
        List.of(
            new ChatMessage("system", " S "),
            new ChatMessage("user", "U"),
            new ChatMessage("assistant", "A"));
    assertThat(
            render(
                "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}{%"
                    + " set system = messages[0]['content'] %}{% else %}{% set loop_messages ="
                    + " messages %}{% endif %}{{ system | trim }}:{% for m in loop_messages %}{{"
                    + " loop.index0 }}{{ m.content }}{{ eos_token if loop.last else ',' }}{% endfor"
                    + " %}",
                messages))
        .isEqualTo("S:0U,1A</s>");
    assertThat(
            render(
                "{% if tools is defined and tools %}T{% else %}no{% endif %}{% if not"
                    + " add_generation_prompt is defined %}x{% endif %}",
                HI))
        .isEqualTo("no");
    assertThat(
            render(
                "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{%"
                    + " endfor %}{{ ns.n }}",
                messages))
        .isEqualTo("3");
  }

  @Test
  void an_unknown_filter_is_refused_when_it_is_rendered_and_not_before() {
    ChatTemplate template =
        new ChatTemplate(
            "{{ messages | frobnicate }}", Optional.empty(), Optional.empty(), Map.of());
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> template.render(HI, true))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessage(
              "the model's chat template cannot be rendered: line 1: the filter \"frobnicate\" is"
                  + " not supported; set a ChatFormat in its place in EngineOptions, or use prompts"
                  + " as plain text");
    }
  }

  @Test
  void what_a_message_says_is_not_a_template_and_not_escaped() {
    String evil = "<b>&\"' {{ 1 + 1 }} {% raw %} {# c #} \\n";
    assertThat(render("{{ messages[0].content }}", List.of(new ChatMessage("user", evil))))
        .isEqualTo(evil);
    assertThat(
            render(
                "{{ '<|' + messages[0]['content'] + '|>' }}",
                List.of(new ChatMessage("user", evil))))
        .isEqualTo("<|" + evil + "|>");
  }

  @Test
  void not_binds_as_in_jinja() {
    assertThat(
            render(
                "{% if not add_generation_prompt is defined %}bad{% endif %}do not x is defined",
                HI))
        .isEqualTo("do not x is defined");
    assertThat(
            render("{{ 'not x is defined' if not messages[0]['role'] is string else 'ok' }}", HI))
        .isEqualTo("ok");
    assertThat(render("{{ 'bad' if not messages[0].role == 'user' else 'ok' }}", HI))
        .isEqualTo("ok");
  }

  @Test
  void a_template_can_refuse_the_messages() {
    assertThatThrownBy(() -> render("{{ raise_exception('roles must alternate') }}", HI))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the model's chat template refuses these messages: roles must alternate");
  }

  /** Recorded by scripts/chat-goldens.sh. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "llama-3",
        "llama-3.1",
        "llama-3.2",
        "llama-3.3",
        "qwen2.5",
        "qwen3",
        "smollm2",
        "smollm3"
      })
  void every_conversation_reads_as_in_transformers(String name) {
    Recording recording = Recording.read(name);
    for (Recording.Case expected : recording.cases()) {
      ChatTemplate template =
          new ChatTemplate(
              recording.template(),
              Optional.ofNullable(recording.begin()),
              Optional.ofNullable(recording.end()),
              expected.variables());
      assertThat(template.render(expected.messages(), expected.generationPrompt()))
          .as("%s with %s", expected.messages(), expected.variables())
          .isEqualTo(expected.text());
    }
    assertThat(recording.cases()).hasSizeGreaterThanOrEqualTo(32);
  }

  @Test
  void threads_share_a_template() {
    Recording recording = Recording.read("qwen3");
    ChatTemplate template =
        new ChatTemplate(recording.template(), Optional.empty(), Optional.empty(), Map.of());
    List<Recording.Case> cases =
        recording.cases().stream().filter(recorded -> recorded.variables().isEmpty()).toList();
    Stream.generate(() -> cases)
        .limit(20)
        .flatMap(List::stream)
        .parallel()
        .forEach(
            recorded ->
                assertThat(template.render(recorded.messages(), recorded.generationPrompt()))
                    .isEqualTo(recorded.text()));
    assertThat(cases).hasSize(32);
  }

  @Test
  void todays_date_enters_no_prompt_unasked() {
    Recording recording = Recording.read("llama-3.2");
    String text =
        new ChatTemplate(recording.template(), Optional.empty(), Optional.empty(), Map.of())
            .render(HI, true);
    assertThat(text).contains("Today Date: 26 Jul 2024");

    String asksAlways = "{% set day = strftime_now('%d %B %Y') %}{{ day }}";
    assertThatThrownBy(() -> render(asksAlways, HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContainingAll(
            "line 1", "set the template variable \"strftime_now\"", "ChatFormat");
    assertThat(
            new ChatTemplate(
                    asksAlways,
                    Optional.empty(),
                    Optional.empty(),
                    Map.of("strftime_now", "2025-01-31"))
                .render(HI, true))
        .isEqualTo("31 January 2025");
    assertThatThrownBy(
            () ->
                new ChatTemplate(
                        asksAlways,
                        Optional.empty(),
                        Optional.empty(),
                        Map.of("strftime_now", "today"))
                    .render(HI, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be a date such as 2025-01-31, but was \"today\"");
  }

  @Test
  void what_is_not_supported_is_named_with_its_line() {
    assertThatThrownBy(() -> render("a\n{% block x %}x{% endblock %}", HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("line 2: the tag \"block\" is not supported");
    assertThatThrownBy(() -> render("{#\n#}{{\n messages | no_such_filter }}", HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("line 3: the filter \"no_such_filter\" is not supported");
    assertThatThrownBy(() -> render("{% if messages is strange %}x{% endif %}", HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("the test \"strange\"");
    assertThatThrownBy(() -> render("{{ messages[0].content.zfill(9) }}", HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("the method \"zfill\" is not supported");
    assertThat(render("{{ 'a | no_such_filter is strange' }}{# x | no_such_filter #}", HI))
        .isEqualTo("a | no_such_filter is strange");
    assertThatThrownBy(() -> render("{% for m in messages %}", HI))
        .isInstanceOf(UnsupportedModelException.class)
        .hasMessageContaining("Missing end tag: endfor");
  }
}
