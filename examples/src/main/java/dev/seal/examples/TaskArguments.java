package dev.seal.examples;

import dev.seal.api.model.Tokenizer;
import dev.seal.tasks.grade.Graders;
import dev.seal.tasks.knowledge.Knowledge;
import dev.seal.tasks.knowledge.PromptStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How self-edits are asked for, and how answers are marked. */
final class TaskArguments {

  @Option(
      names = "--style",
      defaultValue = "implications",
      paramLabel = "STYLE",
      description =
          "How self-edits are asked for: implications (default), implications-long,"
              + " implications-very-long, implications-chain-of-thought, rewrite, self-qa, explain"
              + " or none.")
  private String style = "implications";

  @Option(
      names = "--grader",
      description = {
        "${COMPLETION-CANDIDATES}; default: contains for a model with a chat template, which"
            + " answers in sentences, exact otherwise."
      })
  private @Nullable Marking grader;

  /** How answers are marked. */
  private enum Marking {
    EXACT,
    F1,
    CONTAINS
  }

  Knowledge task(Tokenizer tokenizer) {
    Marking chosen = grader;
    if (chosen == null) {
      chosen = tokenizer.hasChatTemplate() ? Marking.CONTAINS : Marking.EXACT;
    }
    return Knowledge.of(PromptStyle.of(style))
        .withGrader(
            switch (chosen) {
              case EXACT -> Graders.exactMatch();
              case F1 -> Graders.f1();
              case CONTAINS -> Graders.contains();
            });
  }
}
