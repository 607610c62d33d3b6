package dev.seal.internal.loop;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.Prompt;
import java.nio.charset.StandardCharsets;

/**
 * Seeds for every random choice of a run. Each is the first 8 bytes, as a little-endian number, of
 * the SHA-256 over
 *
 * <pre>
 * run seed (8 bytes) | input key (8) | candidate (4) | repeat (4) | purpose (its name, length first)
 * </pre>
 *
 * with integers in little-endian order. The input key is made the same way from the input's
 * description and prompt, never from its place in a list, so that an input has the same seeds alone
 * and among others.
 */
public final class Seeds {

  /** The number of the frozen model where a candidate's number is asked for. */
  public static final int FROZEN = -1;

  private final long run;

  /**
   * @param run the seed of the run
   */
  public Seeds(long run) {
    this.run = run;
  }

  /** What identifies an input. */
  static long key(String description, Prompt prompt) {
    Hasher hasher = Hashing.sha256().newHasher();
    put(hasher, description);
    if (prompt instanceof Prompt.Text text) {
      put(hasher, "text");
      put(hasher, text.text());
    } else if (prompt instanceof Prompt.Rendered rendered) {
      put(hasher, "rendered");
      put(hasher, rendered.text());
    } else if (prompt instanceof Prompt.Instruction instruction) {
      put(hasher, "instruction");
      put(hasher, instruction.text());
    } else if (prompt instanceof Prompt.Chat chat) {
      put(hasher, "chat");
      for (ChatMessage message : chat.messages()) {
        put(hasher, message.role());
        put(hasher, message.content());
      }
    } else if (prompt instanceof Prompt.Tokens tokens) {
      put(hasher, "tokens");
      for (int id : tokens.ids().toArray()) {
        hasher.putInt(id);
      }
    }
    return hasher.hash().asLong();
  }

  long write(long input, int candidate) {
    return mix(input, candidate, 0, "write");
  }

  long train(long input, int candidate, int evaluation) {
    return mix(input, candidate, evaluation, "train");
  }

  /** For the question drafts of an input without questions. */
  long question(long input, int draft) {
    return mix(input, draft, 0, "question");
  }

  /** For the fine-tuning of a round. */
  public long fineTune(int round) {
    return mix(0, 0, round, "fine-tune");
  }

  /** For one adapter for many inputs. */
  public long joint() {
    return mix(0, 0, 0, "joint");
  }

  /** The seeds of a later round, whose inputs may be those of an earlier one. */
  public Seeds round(int round) {
    return round == 1 ? this : new Seeds(mix(0, 0, round, "round"));
  }

  /**
   * By the question's text, so that a question that is asked again later is answered with the same
   * draws; repeats tell equal questions apart.
   */
  long answer(long input, int candidate, int evaluation, String question, int repeat) {
    String purpose = evaluation == 0 ? "answer " : "answer " + evaluation + ' ';
    return mix(input, candidate, repeat, purpose + question);
  }

  /** Orders candidates of equal reward; the highest wins. */
  long tie(long input, int candidate) {
    return mix(input, candidate, 0, "tie");
  }

  private long mix(long input, int candidate, int repeat, String purpose) {
    Hasher hasher =
        Hashing.sha256().newHasher().putLong(run).putLong(input).putInt(candidate).putInt(repeat);
    put(hasher, purpose);
    return hasher.hash().asLong();
  }

  private static void put(Hasher hasher, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    hasher.putInt(bytes.length).putBytes(bytes);
  }
}
