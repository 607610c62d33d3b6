package dev.seal.lora.internal.text;

import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;

/**
 * Decodes tokens in short windows: the tokens since the text was last certain, and before them
 * those that gave the piece before, because the first token of a text may be decoded otherwise than
 * one further on.
 */
final class DecodedStream implements TextStream {

  private static final String REPLACEMENT = "\ufffd";

  /** More tokens than this in a row without one whole character are no text, and are cut. */
  private static final int LONGEST_WAIT = 64;

  /** A character has no more bytes, and so no more tokens. */
  private static final int LONGEST_CHARACTER = 4;

  private final Function<TokenIds, String> decode;
  private final IntConsumer check;
  private final Set<Integer> control;
  private final BitSet bytes;
  private List<Integer> context = List.of();
  private String contextText = "";
  private List<Integer> pending = new ArrayList<>();
  private boolean finished;

  /**
   * A stream of no tokens yet.
   *
   * @param decode the text of tokens, without control tokens
   * @param check refuses ids outside the vocabulary
   * @param control tokens without text
   * @param bytes tokens of one byte each, of which a whole row makes text or none does; empty where
   *     all tokens are of bytes
   */
  DecodedStream(
      Function<TokenIds, String> decode, IntConsumer check, Set<Integer> control, BitSet bytes) {
    this.decode = decode;
    this.check = check;
    this.control = control;
    this.bytes = bytes;
  }

  @Override
  public String next(int token) {
    checkOpen();
    check.accept(token);
    if (control.contains(token)) {
      return "";
    }
    pending.add(token);
    if (bytes.get(token)) {
      return "";
    }
    String text = text(pending);
    if (!bytes.isEmpty() || !text.endsWith(REPLACEMENT)) {
      return take(pending.size(), text);
    }
    return pending.size() < LONGEST_WAIT ? "" : cut(text);
  }

  @Override
  public String finish() {
    checkOpen();
    finished = true;
    return pending.isEmpty() ? "" : text(pending).substring(contextText.length());
  }

  /** Gives the text of what is surely no part of the character that may be under way. */
  private String cut(String text) {
    for (int kept = 1; kept <= LONGEST_CHARACTER; kept++) {
      int size = pending.size() - kept;
      String head = text(pending.subList(0, size));
      String tail = decode.apply(TokenIds.of(pending.subList(size, pending.size())));
      if (text.equals(head + tail)) {
        return take(size, head);
      }
    }
    return "";
  }

  private String take(int size, String text) {
    String piece = text.substring(contextText.length());
    context = List.copyOf(pending.subList(0, size));
    contextText = decode.apply(TokenIds.of(context));
    pending = new ArrayList<>(pending.subList(size, pending.size()));
    return piece;
  }

  /** The text of the context and these tokens behind it. */
  private String text(List<Integer> tokens) {
    List<Integer> window = new ArrayList<>(context);
    window.addAll(tokens);
    return decode.apply(TokenIds.of(window));
  }

  private void checkOpen() {
    if (finished) {
      throw new IllegalStateException("the text stream is finished; ask for a new one");
    }
  }
}
