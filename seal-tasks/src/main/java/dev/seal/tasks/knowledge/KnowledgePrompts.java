package dev.seal.tasks.knowledge;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import java.util.Arrays;
import java.util.List;

/** What {@link Knowledge} says to a model. A blank title has no line anywhere. */
final class KnowledgePrompts {

  /** Opens the thoughts of an answer with reasoning. */
  static final String REASONING = "Reasoning:";

  /** Opens the answer itself, behind the thoughts. */
  static final String FINAL_ANSWER = "Final answer:";

  private static final String ASK_DIRECTLY = "Answer the question directly and concisely.";
  private static final String ASK_WITH_REASONING =
      "Think before you answer the question: write down your thoughts under the heading \""
          + REASONING
          + "\". Then write \""
          + FINAL_ANSWER
          + "\" and, on the same line, the answer alone, in as few words as it takes.";

  private KnowledgePrompts() {}

  static Prompt selfEdit(PromptStyle style, Passage passage) {
    StringBuilder text = new StringBuilder();
    if (!style.instruction().isEmpty()) {
      text.append(style.instruction()).append("\n\n");
    }
    text.append("Passage:\n").append(PassageText.whole(passage)).append("\n\n");
    if (!style.cue().isEmpty()) {
      text.append(style.cue()).append('\n');
    }
    return Prompt.instruction(text.toString());
  }

  static Prompt ask(Passage passage, String question, boolean reasoning) {
    return Prompt.instruction(answer(passage, question, reasoning));
  }

  static Prompt askInContext(Passage passage, String question, boolean reasoning) {
    return Prompt.instruction(
        PassageText.whole(passage) + "\n\n" + answer(passage, question, reasoning));
  }

  /** One per {@link RatingAspect}, in their order. */
  static List<Prompt> ratings(Passage passage, SelfEdit edit) {
    return Arrays.stream(RatingAspect.values())
        .map(aspect -> rating(aspect, passage, edit))
        .toList();
  }

  private static String answer(Passage passage, String question, boolean reasoning) {
    String topic = passage.title().isBlank() ? "" : "Topic: " + passage.title() + '\n';
    return (reasoning ? ASK_WITH_REASONING : ASK_DIRECTLY)
        + "\n\n"
        + topic
        + "Question: "
        + question
        + '\n'
        + (reasoning ? REASONING : "Answer:");
  }

  // The line break at the end is for models without a chat template: after it they write the bare
  // digit, after a colon they would write a space first.
  private static Prompt rating(RatingAspect aspect, Passage passage, SelfEdit edit) {
    return Prompt.instruction(
        "Here are a passage and notes from which somebody is to learn what it says, without seeing"
            + " it. Rate the notes by one thing only, their "
            + aspect.key()
            + ": "
            + aspect.yardstick()
            + "\n\nPassage:\n"
            + PassageText.whole(passage)
            + "\n\nNotes:\n"
            + edit.text().strip()
            + "\n\nReply with one whole number from 1 (poor) to 5 (excellent) and nothing else."
            + "\nRating:\n");
  }
}
