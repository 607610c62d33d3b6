package dev.seal.lora.internal.checkpoint;

import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What a {@code tokenizer.json} says around its vocabulary, each part as the JSON that Hugging
 * Face's files of the models have. GGUF names these rules by one word only.
 *
 * @param normalizer how text is changed first
 * @param preTokenizer how it is cut into words, which no token reaches across
 * @param decoder how tokens become text again
 * @param ignoreMerges whether a word that is a token as a whole is taken before any merge
 */
record TokenizerRules(
    String normalizer, String preTokenizer, String decoder, boolean ignoreMerges) {

  private static final String BYTES_BY_GPT2 =
      """
      {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true}\
      """;

  private static final String BYTES =
      """
      {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}\
      """;

  private static final TokenizerRules LLAMA3 =
      new TokenizerRules("null", splitThenBytes("\\\\p{N}{1,3}"), BYTES, true);

  /** By {@code tokenizer.ggml.pre}; only names that mean exactly the same rules stand together. */
  private static final Map<String, TokenizerRules> BYTE_LEVEL =
      Map.of(
          "gpt-2",
          new TokenizerRules("null", BYTES_BY_GPT2, BYTES_BY_GPT2, false),
          "smollm",
          new TokenizerRules(
              "null",
              """
              {"type": "Sequence", "pretokenizers": [{"type": "Digits", "individual_digits": true}, %s]}\
              """
                  .formatted(BYTES_BY_GPT2),
              BYTES_BY_GPT2,
              false),
          "llama-bpe",
          LLAMA3,
          "llama3",
          LLAMA3,
          "llama-v3",
          LLAMA3,
          "qwen2",
          new TokenizerRules(
              """
              {"type": "NFC"}\
              """,
              splitThenBytes("\\\\p{N}"),
              BYTES,
              false));

  /** Those of a byte-level vocabulary, by what GGUF calls its way to cut text into words. */
  static Optional<TokenizerRules> byteLevel(String name) {
    return Optional.ofNullable(BYTE_LEVEL.get(name));
  }

  /** What {@link #byteLevel} knows, for messages. */
  static String byteLevelNames() {
    return String.join(", ", new TreeSet<>(BYTE_LEVEL.keySet()));
  }

  /**
   * Those of a SentencePiece vocabulary: spaces are a letter, and bytes stand for what has no
   * token.
   *
   * @param spaceInFront whether a space is put in front of the text, and taken away again
   */
  static TokenizerRules sentencePiece(boolean spaceInFront) {
    String replace =
        """
        {"type": "Replace", "pattern": {"String": "%s"}, "content": "%s"}\
        """;
    String prepend =
        """
        {"type": "Prepend", "prepend": "▁"},\
        """;
    String strip =
        """
        , {"type": "Strip", "content": " ", "start": 1, "stop": 0}\
        """;
    return new TokenizerRules(
        """
        {"type": "Sequence", "normalizers": [%s%s]}\
        """
            .formatted(spaceInFront ? prepend : "", replace.formatted(" ", "▁")),
        "null",
        """
        {"type": "Sequence", "decoders": [%s, {"type": "ByteFallback"}, {"type": "Fuse"}%s]}\
        """
            .formatted(replace.formatted("▁", " "), spaceInFront ? strip : ""),
        false);
  }

  /** The pattern that Llama 3 and Qwen2 share but for how many digits make a word. */
  private static String splitThenBytes(String digits) {
    String pattern =
        "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\\\r\\\\n\\\\p{L}\\\\p{N}]?\\\\p{L}+|"
            + digits
            + "| ?[^\\\\s\\\\p{L}\\\\p{N}]+[\\\\r"
            + "\\\\n"
            + "]*|\\\\s*[\\\\r"
            + "\\\\n"
            + "]+|\\\\s+(?!\\\\S)|\\\\s+";
    return """
    {"type": "Sequence", "pretokenizers": [
      {"type": "Split", "pattern": {"Regex": "%s"}, "behavior": "Isolated", "invert": false}, %s]}\
    """
        .formatted(pattern, BYTES);
  }
}
