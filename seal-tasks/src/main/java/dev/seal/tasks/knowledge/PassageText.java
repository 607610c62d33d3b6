package dev.seal.tasks.knowledge;

import dev.seal.api.Passage;
import dev.seal.tasks.internal.Excerpt;

/** A passage's words as prompts, documents and messages have them. */
final class PassageText {

  private PassageText() {}

  /** The text with the title on a line in front, unless the title is blank. */
  static String titled(Passage passage, String text) {
    return passage.title().isBlank() ? text : passage.title() + '\n' + text;
  }

  /** Title and context. */
  static String whole(Passage passage) {
    return titled(passage, passage.context());
  }

  /** The title, or how the context begins if the title is blank. */
  static String name(Passage passage) {
    return Excerpt.of(passage.title().isBlank() ? passage.context().strip() : passage.title());
  }
}
