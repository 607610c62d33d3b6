package dev.seal.lora.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import dev.seal.api.model.ChatFormat;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.ModelRef;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import dev.seal.lora.internal.checkpoint.Checkpoints;
import dev.seal.lora.internal.checkpoint.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the native tokenizer library, on a vocabulary of six tokens. */
class ModelTokenizerIT {

  @TempDir Path root;
  Path folder;

  @BeforeEach
  void writeModel() throws IOException {
    folder = TinyModel.write(root.resolve("tiny"));
  }

  private ModelTokenizer open() {
    try (Checkpoint checkpoint = Checkpoints.open(ModelRef.folder(folder))) {
      return ModelTokenizer.of(checkpoint);
    }
  }

  @Test
  void text_goes_to_tokens_and_back() {
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.encode(Prompt.rendered("ab c<end>a")))
          .isEqualTo(TokenIds.of(4, 3, 5, 0, 1));
      assertThat(tokenizer.encode("ab c")).isEqualTo(TokenIds.of(4, 3, 5));
      assertThat(tokenizer.decode(TokenIds.of(4, 3, 5, 0, 1))).isEqualTo("ab ca");
      assertThat(tokenizer.encode("")).isEqualTo(TokenIds.of());
      assertThat(tokenizer.decode(TokenIds.of())).isEmpty();
      assertThat(tokenizer.endToken()).isZero();
      assertThat(tokenizer.encode("a".repeat(5000)).size()).isEqualTo(5000);
    }
  }

  @Test
  void cleanup_of_spaces_is_off() {
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.decode(tokenizer.encode(" a  b "))).isEqualTo(" a  b ");
    }
  }

  @Test
  void prompts_without_a_template() {
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.hasChatTemplate()).isFalse();
      assertThat(tokenizer.encode(Prompt.text("ab"))).isEqualTo(TokenIds.of(4));
      assertThat(tokenizer.encode(Prompt.instruction("ab"))).isEqualTo(TokenIds.of(4));
      assertThat(tokenizer.encode(Prompt.tokens(TokenIds.of(5)))).isEqualTo(TokenIds.of(5));
      List<ChatMessage> chat = List.of(new ChatMessage("user", "a"));
      assertThatThrownBy(() -> tokenizer.encode(Prompt.chat(chat)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no chat template");
      assertThatThrownBy(() -> tokenizer.render(chat, true))
          .isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(() -> tokenizer.encode(Prompt.tokens(TokenIds.of(0, 6))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("token 1 has id 6, but the model's vocabulary ends at 5");
      assertThatThrownBy(() -> tokenizer.decode(TokenIds.of(Integer.MAX_VALUE)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void prompts_with_a_template() throws IOException {
    Files.writeString(
        folder.resolve("chat_template.jinja"),
        "{% for m in messages %}{{ m.content }}<end>{% endfor %}{% if add_generation_prompt %}c{%"
            + " endif %}");
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.hasChatTemplate()).isTrue();
      assertThat(tokenizer.encode(Prompt.instruction("ab"))).isEqualTo(TokenIds.of(4, 0, 5));
      assertThat(tokenizer.render(List.of(new ChatMessage("user", "a")), false))
          .isEqualTo("a<end>");
    }
  }

  @Test
  void a_template_that_cannot_be_rendered_refuses_only_what_needs_it() throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages | frobnicate }}");
    List<ChatMessage> chat = List.of(new ChatMessage("user", "a"));
    String message =
        "the model's chat template cannot be rendered: line 1: the filter \"frobnicate\" is not"
            + " supported; set a ChatFormat in its place in EngineOptions, or use prompts as plain"
            + " text";
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.hasChatTemplate()).isTrue();
      assertThat(tokenizer.encode(Prompt.text("ab"))).isEqualTo(TokenIds.of(4));
      assertThat(tokenizer.encode(Prompt.tokens(TokenIds.of(5)))).isEqualTo(TokenIds.of(5));
      assertThatThrownBy(() -> tokenizer.render(chat, true))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> tokenizer.encode(Prompt.chat(chat)))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessage(message);
      assertThatThrownBy(() -> tokenizer.encode(Prompt.instruction("a")))
          .isInstanceOf(UnsupportedModelException.class)
          .hasMessage(message);
    }
  }

  @Test
  void a_chat_format_takes_the_place_of_the_template() throws IOException {
    Files.writeString(folder.resolve("chat_template.jinja"), "{{ messages | frobnicate }}");
    ChatFormat format =
        (messages, generationPrompt) ->
            "b" + messages.get(0).content() + "<end>" + (generationPrompt ? "c" : "");
    try (Checkpoint checkpoint = Checkpoints.open(ModelRef.folder(folder));
        ModelTokenizer tokenizer =
            ModelTokenizer.of(checkpoint, EngineOptions.builder().chatFormat(format).build())) {
      assertThat(tokenizer.hasChatTemplate()).isTrue();
      assertThat(tokenizer.encode(Prompt.instruction("a"))).isEqualTo(TokenIds.of(2, 1, 0, 5));
      assertThat(tokenizer.encode(Prompt.instruction("a<end>b")))
          .isEqualTo(TokenIds.of(2, 1, 2, 0, 5)); // of the name no letter is in the vocabulary
      assertThat(tokenizer.render(List.of(new ChatMessage("user", "<end>")), false))
          .isEqualTo("b<end><end>");
    }
  }

  @Test
  void half_a_surrogate_pair_and_a_nul_do_no_harm() {
    try (ModelTokenizer tokenizer = open()) {
      assertThat(tokenizer.encode("a\ud83dab\u0000")).isEqualTo(TokenIds.of(1, 4));
    }
  }

  @Test
  void several_threads_may_use_it_and_closing_ends_it() {
    ModelTokenizer tokenizer = open();
    assertThat(
            IntStream.range(0, 500).parallel().mapToObj(i -> tokenizer.encode("ab c")).distinct())
        .containsExactly(TokenIds.of(4, 3, 5));
    tokenizer.close();
    tokenizer.close();
    assertThatThrownBy(() -> tokenizer.encode("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void a_tokenizer_of_another_model_is_refused() throws IOException {
    Path file = folder.resolve("tokenizer.json");
    Files.writeString(file, TinyModel.TOKENIZER_JSON.replace("\"c\": 5", "\"c\": 6"));
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("token \"c\" has id 6, but the model's last token is 5");
    Files.writeString(file, TinyModel.TOKENIZER_JSON.replace("\"a b\"", "\"a z\""));
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("is refused by the tokenizer library");
    Files.writeString(file, "{\"version\": ");
    assertThatThrownBy(this::open)
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("not valid JSON");
  }
}
