package dev.seal.bench;

import dev.seal.api.task.Grader;
import dev.seal.tasks.grade.Graders;

/** How answers are marked. */
enum GraderChoice {
  EXACT,
  F1,
  CONTAINS;

  Grader grader() {
    return switch (this) {
      case EXACT -> Graders.exactMatch();
      case F1 -> Graders.f1();
      case CONTAINS -> Graders.contains();
    };
  }
}
