package dev.seal.bench;

import dev.seal.api.task.Grader;
import dev.seal.tasks.grade.Graders;

/** How answers are marked. */
enum GraderChoice {
  EXACT(Graders.exactMatch()),
  F1(Graders.f1()),
  CONTAINS(Graders.contains());

  private final Grader grader;

  GraderChoice(Grader grader) {
    this.grader = grader;
  }

  Grader grader() {
    return grader;
  }
}
