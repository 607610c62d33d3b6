package dev.seal.bench;

import dev.seal.api.model.Recommended;
import dev.seal.api.model.Sampling;
import dev.seal.api.task.TaskDefaults;

/** The sampling that a Seal would use, for commands that change a part of it. */
final class Samplings {

  private final Recommended recommended;
  private final TaskDefaults defaults;

  /** Of a task, for a model that recommends something. */
  Samplings(Recommended recommended, TaskDefaults defaults) {
    this.recommended = recommended;
    this.defaults = defaults;
  }

  Sampling selfEdit() {
    Sampling chosen = recommended.selfEdit();
    return chosen == null ? defaults.selfEdit() : chosen;
  }

  Sampling answer() {
    Sampling chosen = recommended.answer();
    return chosen == null ? defaults.answer() : chosen;
  }
}
