package dev.seal.lora.internal.text;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import dev.seal.api.ModelFormatException;
import dev.seal.api.model.ChatFormat;
import dev.seal.api.model.ChatMessage;
import dev.seal.api.model.EngineOptions;
import dev.seal.api.model.Prompt;
import dev.seal.api.model.TextStream;
import dev.seal.api.model.TokenIds;
import dev.seal.api.model.Tokenizer;
import dev.seal.lora.internal.checkpoint.Checkpoint;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;

/** The tokenizer of a checkpoint. Safe for use by several threads. */
public final class ModelTokenizer implements Tokenizer, AutoCloseable {

  private final HuggingFaceTokenizer tokenizer;
  private final ControlTokens control;
  private final BitSet byteTokens;
  private final Optional<ChatFormat> chatFormat;
  private final List<Integer> endTokens;
  private final int vocabularySize;

  /**
   * Read-locked by every use, so that closing waits for the last one: native memory must not go
   * away under it.
   */
  private final ReadWriteLock lock = new ReentrantReadWriteLock();

  private boolean closed;

  private ModelTokenizer(
      HuggingFaceTokenizer tokenizer,
      ControlTokens control,
      BitSet byteTokens,
      Optional<ChatFormat> chatFormat,
      List<Integer> endTokens,
      int vocabularySize) {
    this.tokenizer = tokenizer;
    this.control = control;
    this.byteTokens = byteTokens;
    this.chatFormat = chatFormat;
    this.endTokens = endTokens;
    this.vocabularySize = vocabularySize;
  }

  /** Builds the tokenizer of a checkpoint, with the checkpoint's own chat template. */
  public static ModelTokenizer of(Checkpoint checkpoint) {
    return of(checkpoint, EngineOptions.builder().build());
  }

  /**
   * Builds the tokenizer of a checkpoint, which may be closed afterwards. A chat template that
   * cannot be rendered is no hindrance: prompts of plain text do without it.
   *
   * @param options a chat format in place of the template, or variables for it
   * @return the tokenizer, owned by the caller
   * @throws ModelFormatException if the tokenizer is damaged or does not belong to the model
   */
  public static ModelTokenizer of(Checkpoint checkpoint, EngineOptions options) {
    Optional<ChatFormat> chatFormat =
        options
            .chatFormat()
            .or(
                () ->
                    checkpoint
                        .chatTemplate()
                        .map(
                            template ->
                                new ChatTemplate(
                                    template,
                                    checkpoint.beginText(),
                                    checkpoint.endText(),
                                    options.templateVariables())));
    return of(
        "tokenizer.json of " + checkpoint.name(),
        checkpoint.tokenizerJson(),
        checkpoint.config().vocabularySize(),
        chatFormat,
        checkpoint.endTokens());
  }

  /**
   * Builds a tokenizer of a {@code tokenizer.json}.
   *
   * @param name what to call the file in messages
   */
  static ModelTokenizer of(
      String name,
      String json,
      int vocabularySize,
      Optional<ChatFormat> chatFormat,
      List<Integer> endTokens) {
    TokenizerFile file = TokenizerFile.read(name, json, vocabularySize);
    ControlTokens control = new ControlTokens(file.control(), file.added());
    // Last: nothing after it can fail and leave it open.
    HuggingFaceTokenizer library = library(name, TokenizerFile.withAliases(name, json, control));
    return new ModelTokenizer(
        library, control, file.bytes(), chatFormat, endTokens, vocabularySize);
  }

  private static HuggingFaceTokenizer library(String file, String json) {
    try {
      return HuggingFaceTokenizer.newInstance(
          new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)),
          Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false"));
    } catch (IOException | RuntimeException e) {
      throw new ModelFormatException(
          file + " is refused by the tokenizer library: " + e.getMessage(), e);
    }
  }

  @Override
  public TokenIds encode(String text) {
    return ids(clean(text));
  }

  @Override
  public TokenIds encode(Prompt prompt) {
    if (prompt instanceof Prompt.Text text) {
      return encode(text.text());
    }
    if (prompt instanceof Prompt.Rendered rendered) {
      return ids(control.withAliases(clean(rendered.text())));
    }
    if (prompt instanceof Prompt.Instruction instruction) {
      return chatFormat
          .map(format -> encode(format, List.of(new ChatMessage("user", instruction.text()))))
          .orElseGet(() -> encode(instruction.text()));
    }
    if (prompt instanceof Prompt.Chat chat) {
      return chatFormat
          .map(format -> encode(format, chat.messages()))
          .orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "the model has no chat template, so it takes no chat prompt; use"
                          + " Prompt.instruction or Prompt.text, or set a ChatFormat in"
                          + " EngineOptions"));
    }
    return requireInVocabulary(((Prompt.Tokens) prompt).ids());
  }

  private TokenIds encode(ChatFormat format, List<ChatMessage> messages) {
    return ids(
        control.render(clean(messages), given -> format.render(given, true), control::withAliases));
  }

  private TokenIds ids(String text) {
    long[] ids = use(library -> library.encode(text, false, false).getIds());
    int[] narrow = new int[ids.length];
    for (int i = 0; i < ids.length; i++) {
      narrow[i] = Math.toIntExact(ids[i]);
    }
    return TokenIds.of(narrow);
  }

  @Override
  public String decode(TokenIds ids) {
    int[] narrow = requireInVocabulary(ids).toArray();
    long[] wide = new long[narrow.length];
    for (int i = 0; i < narrow.length; i++) {
      wide[i] = narrow[i];
    }
    return use(library -> library.decode(wide, true));
  }

  @Override
  public TextStream textStream() {
    return new DecodedStream(
        this::decode, id -> requireInVocabulary(TokenIds.of(id)), control.ids(), byteTokens);
  }

  @Override
  public String render(List<ChatMessage> messages, boolean generationPrompt) {
    ChatFormat format =
        chatFormat.orElseThrow(
            () ->
                new IllegalStateException(
                    "the model has no chat template; use prompts as plain text, or set a ChatFormat"
                        + " in EngineOptions"));
    return control.render(
        clean(messages), given -> format.render(given, generationPrompt), text -> text);
  }

  @Override
  public boolean hasChatTemplate() {
    return chatFormat.isPresent();
  }

  @Override
  public int endToken() {
    return endTokens.get(0);
  }

  /** All tokens that end a completion, {@link #endToken()} first. */
  public List<Integer> endTokens() {
    return endTokens;
  }

  private TokenIds requireInVocabulary(TokenIds ids) {
    for (int i = 0; i < ids.size(); i++) {
      if (ids.get(i) >= vocabularySize) {
        throw new IllegalArgumentException(
            "token "
                + i
                + " has id "
                + ids.get(i)
                + ", but the model's vocabulary ends at "
                + (vocabularySize - 1));
      }
    }
    return ids;
  }

  private static List<ChatMessage> clean(List<ChatMessage> messages) {
    return messages.stream()
        .map(message -> new ChatMessage(clean(message.role()), clean(message.content())))
        .toList();
  }

  private static String clean(String text) {
    return ControlTokens.withoutAliases(wellFormed(text));
  }

  /** Puts U+FFFD for half surrogate pairs: they have no UTF-8 form, and native code takes UTF-8. */
  private static String wellFormed(String text) {
    if (StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
      return text;
    }
    int[] points =
        text.codePoints()
            .map(point -> point >= 0xd800 && point <= 0xdfff ? 0xfffd : point)
            .toArray();
    return new String(points, 0, points.length);
  }

  private <T> T use(Function<HuggingFaceTokenizer, T> action) {
    lock.readLock().lock();
    try {
      if (closed) {
        throw new IllegalStateException(
            "the tokenizer was closed with its model; load the model again");
      }
      return action.apply(tokenizer);
    } finally {
      lock.readLock().unlock();
    }
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        tokenizer.close();
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
