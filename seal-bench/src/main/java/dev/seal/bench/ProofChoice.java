package dev.seal.bench;

import dev.seal.api.model.ModelRef;
import dev.seal.tasks.practice.Practice;
import java.util.Locale;

/** Which of the paper's experiments {@link Proof} runs. */
enum ProofChoice {
  KNOWLEDGE,
  GRIDS;

  /** The embedded model for it. */
  ModelRef practiceModel() {
    return this == GRIDS ? Practice.gridModel() : Practice.model();
  }

  /** The name as it is given. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
