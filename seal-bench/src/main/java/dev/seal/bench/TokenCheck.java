package dev.seal.bench;

import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compares a tokenizer and chat template with recorded tokens and texts, and counts what differs.
 */
final class TokenCheck {

  private static final ChatMessage SYSTEM = new ChatMessage("system", "Be brief.");
  private static final ChatMessage USER = new ChatMessage("user", "Hi");

  private final Tokenizer tokenizer;
  private final PrintWriter out;
  private int compared;
  private int different;

  TokenCheck(Tokenizer tokenizer, PrintWriter out) {
    this.tokenizer = tokenizer;
    this.out = out;
  }

  void run(RecordedPrompts recorded) {
    recorded.tokens().forEach(entry -> tokens(entry.text(), entry.ids()));
    recorded.prompts().forEach(prompt -> tokens(prompt.text(), prompt.ids()));
    RecordedPrompts.Chat chat = recorded.chat();
    if (chat != null) {
      rendering(List.of(USER), chat.userOnly());
      rendering(List.of(SYSTEM, USER), chat.withSystem());
    }
  }

  private void tokens(String text, TokenIds recorded) {
    compare("tokens of \"" + text + '"', tokenizer.encode(Prompt.rendered(text)), recorded);
  }

  private void rendering(List<ChatMessage> messages, @Nullable String recorded) {
    if (recorded != null) {
      String ours =
          tokenizer.hasChatTemplate() ? tokenizer.render(messages, true) : "(no chat template)";
      compare("rendering of " + messages, ours, recorded);
    }
  }

  private void compare(String what, Object ours, Object recorded) {
    compared++;
    if (!ours.equals(recorded)) {
      different++;
      out.println(what + " differ:");
      out.println("  ours      " + ours);
      out.println("  recorded  " + recorded);
    }
  }

  int compared() {
    return compared;
  }

  int different() {
    return different;
  }
}
