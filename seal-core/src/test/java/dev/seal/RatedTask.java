package dev.seal;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.model.Prompt;
import dev.seal.api.task.EditRating;
import java.util.List;

/** Learning words, with self-edits that are rated in two ways. */
final class RatedTask extends WordTask implements EditRating<Passage> {

  @Override
  public List<Prompt> ratingPrompts(Passage input, SelfEdit edit) {
    return List.of(
        Prompt.text("rate the words: " + edit.text()), Prompt.text("rate a constant: 1"));
  }

  @Override
  public List<String> ratingAspects() {
    return List.of("words", "constant");
  }
}
