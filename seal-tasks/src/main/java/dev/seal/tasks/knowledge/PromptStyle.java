package dev.seal.tasks.knowledge;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How a model is asked for a self-edit (paper, appendix on prompts). The intents are the paper's,
 * except for {@link #EXPLAIN}; the words are this library's own.
 */
public enum PromptStyle {

  /** {@code implications}: what follows from the passage. The paper's default. */
  IMPLICATIONS(
      "implications",
      "Read the following passage and write down what follows from it, directly or indirectly, one"
          + " statement per line.",
      "Implications:"),

  /** {@code implications-long}: a long list of what follows from the passage. */
  IMPLICATIONS_LONG(
      "implications-long",
      "Read the following passage and write down a long list of what follows from it, directly or"
          + " indirectly, one statement per line.",
      "Implications:"),

  /** {@code implications-very-long}: a very long list of what follows from the passage. */
  IMPLICATIONS_VERY_LONG(
      "implications-very-long",
      "Read the following passage and write down a very long list of what follows from it, directly"
          + " or indirectly, one statement per line.",
      "Implications:"),

  /**
   * {@code implications-chain-of-thought}: thoughts first, then what follows from the passage. Only
   * what stands behind the heading {@code Implications:} is trained on.
   */
  CHAIN_OF_THOUGHT(
      "implications-chain-of-thought",
      "Read the following passage and think about it step by step, under the heading \"Thought"
          + " Process:\". Then, under the heading \"Implications:\", write down what follows from"
          + " it, directly or indirectly, one statement per line.",
      "Thought Process:"),

  /** {@code rewrite}: the passage in other words, a few times. */
  REWRITE(
      "rewrite",
      "Rewrite the following passage in a few different ways, one per line.",
      "Rewritten passages:"),

  /** {@code self-qa}: questions on the passage with their answers. */
  SELF_QA(
      "self-qa",
      "Read the following passage and turn it into questions with their answers, one pair per"
          + " line.",
      "Questions and answers:"),

  /** {@code explain}: the passage told in simple sentences. */
  EXPLAIN(
      "explain",
      "Explain the following passage to a sixth-grader, one short sentence per line.",
      "Explanation:"),

  /** {@code none}: the passage alone; what to write is left to the model. */
  NO_PROMPT("none", "", "");

  private final String key;
  private final String instruction;
  private final String cue;

  PromptStyle(String key, String instruction, String cue) {
    this.key = key;
    this.instruction = instruction;
    this.cue = cue;
  }

  /**
   * The style of a key.
   *
   * @param key a key as {@link #key()} gives it, such as {@code implications-long}
   * @return the style
   * @throws IllegalArgumentException if no style has this key
   */
  public static PromptStyle of(String key) {
    for (PromptStyle style : values()) {
      if (style.key.equals(key)) {
        return style;
      }
    }
    throw new IllegalArgumentException(
        "no prompt style is called \""
            + key
            + "\"; use one of "
            + Arrays.stream(values()).map(PromptStyle::key).collect(Collectors.joining(", ")));
  }

  /**
   * What the style is called in files and on command lines.
   *
   * @return lower-case words joined by hyphens
   */
  public String key() {
    return key;
  }

  /**
   * What the model is told to do, in front of the passage.
   *
   * @return one or two sentences, or the empty string for none
   */
  public String instruction() {
    return instruction;
  }

  /**
   * What the model's text is to continue, behind the passage.
   *
   * @return a heading, or the empty string for none
   */
  public String cue() {
    return cue;
  }
}
