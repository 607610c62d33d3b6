package dev.seal.lora.internal.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.seal.api.InputTooLongException;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.api.model.TrainingDocument;
import java.util.List;
import org.junit.jupiter.api.Test;

class DocumentTest {

  private static final Prompt PROMPT = Prompt.text("abc");

  /** Without the native library: a token a letter, from 1, and 0 at the end. */
  private static final class Letters implements Tokenizer {

    @Override
    public TokenIds encode(String text) {
      return TokenIds.of(text.chars().map(letter -> letter - 'a' + 1).toArray());
    }

    @Override
    public TokenIds encode(Prompt prompt) {
      return prompt instanceof Prompt.Tokens tokens
          ? tokens.ids()
          : encode(((Prompt.Text) prompt).text());
    }

    @Override
    public String decode(TokenIds ids) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TextStream textStream() {
      throw new UnsupportedOperationException();
    }

    @Override
    public String render(List<ChatMessage> messages, boolean generationPrompt) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean hasChatTemplate() {
      return false;
    }

    @Override
    public int endToken() {
      return 0;
    }
  }

  private static Document of(TrainingDocument document, int maxLength) {
    return Document.of(document, new Letters(), maxLength, 8);
  }

  private static Document of(TrainingDocument document) {
    return of(document, 100);
  }

  @Test
  void the_loss_of_a_text_is_on_all_tokens_but_the_first() {
    Document document = of(TrainingDocument.text("abc"));
    assertThat(document).isEqualTo(new Document(TokenIds.of(1, 2, 3, 0), 1));
    assertThat(document.supervised()).isEqualTo(3);
  }

  @Test
  void the_loss_of_a_completion_is_on_the_completion_and_the_end() {
    Document document = of(TrainingDocument.completion(PROMPT, "de"));
    assertThat(document).isEqualTo(new Document(TokenIds.of(1, 2, 3, 4, 5, 0), 3));
    assertThat(document.supervised()).isEqualTo(3);
  }

  @Test
  void the_loss_of_a_prompt_and_its_completion_is_on_all_tokens_but_the_first() {
    Document document = of(TrainingDocument.promptAndCompletion(PROMPT, "de"));
    assertThat(document).isEqualTo(new Document(TokenIds.of(1, 2, 3, 4, 5, 0), 1));
    assertThat(document.supervised()).isEqualTo(5);
  }

  @Test
  void the_first_token_is_never_in_the_loss() {
    Document document = of(TrainingDocument.completion(Prompt.text(""), "de"));
    assertThat(document).isEqualTo(new Document(TokenIds.of(4, 5, 0), 1));
  }

  @Test
  void the_loss_of_tokens_is_where_it_is_said() {
    assertThat(of(TrainingDocument.tokens(TokenIds.of(7, 8, 9), 2)))
        .isEqualTo(new Document(TokenIds.of(7, 8, 9), 2));
  }

  @Test
  void a_cut_takes_completions_first() {
    Document cut = of(TrainingDocument.completion(PROMPT, "de"), 3);
    assertThat(cut).isEqualTo(new Document(TokenIds.of(1, 2, 3), 3));
    assertThat(cut.supervised()).isZero();
    assertThat(cut.unusable())
        .isEqualTo(
            "a training document of 3 tokens has none from position 3 on for the loss to count;"
                + " raise the maximum length, or give a longer document");
    assertThat(of(TrainingDocument.promptAndCompletion(PROMPT, "de"), 3).supervised()).isEqualTo(2);
  }

  @Test
  void a_document_longer_than_the_window_is_refused() {
    assertThat(of(TrainingDocument.completion(PROMPT, "abcd")).tokens().size()).isEqualTo(8);
    TrainingDocument document = TrainingDocument.completion(PROMPT, "abcde");
    assertThatThrownBy(() -> of(document))
        .isInstanceOf(InputTooLongException.class)
        .hasMessage(
            "a training document has 9 tokens, but the model's window is 8; set a maximum length of"
                + " at most that, or split the document");
    assertThat(of(document, 8).tokens().size()).isEqualTo(8);
  }
}
