package dev.seal.bench;

import dev.seal.api.model.ModelInfo;
import dev.seal.api.model.PaperDefaults;
import dev.seal.api.model.Sampling;

/** The sampling that a Seal would use, for commands that change a part of it. */
final class Samplings {

  private Samplings() {}

  static Sampling selfEdit(ModelInfo model) {
    Sampling recommended = model.recommended().selfEdit();
    return recommended == null ? PaperDefaults.SELF_EDIT : recommended;
  }
}
