package dev.seal.tasks.knowledge;

import com.google.common.collect.ImmutableMap;
import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.tasks.internal.Excerpt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Self-edits by an outside author, such as a larger model, to compare with a model's own. Made by
 * {@link EditFiles}. Immutable, and safe for use by several threads.
 */
public final class GivenEdits {

  private final String source;
  private final Map<Key, List<SelfEdit>> edits;
  private final boolean byContext;

  /** The keys either all have a context or all have none. */
  GivenEdits(String source, boolean byContext, Map<Key, List<SelfEdit>> edits) {
    this.source = source;
    this.byContext = byContext;
    this.edits = ImmutableMap.copyOf(edits);
  }

  /**
   * The edits for a passage, found by its title, or by title and context where the file has both.
   * Its questions do not matter.
   *
   * @param passage the passage
   * @return its edits in the file's order, at least one, unmodifiable
   * @throws IllegalArgumentException if there is none for this passage
   */
  public List<SelfEdit> of(Passage passage) {
    List<SelfEdit> found =
        edits.get(new Key(passage.title(), byContext ? passage.context() : null));
    if (found == null) {
      throw new IllegalArgumentException(
          "no edit for the passage \""
              + PassageText.name(passage)
              + '"'
              + (byContext ? " that begins \"" + Excerpt.of(passage.context().strip()) + '"' : "")
              + " in "
              + source
              + "; add one, or leave the passage out");
    }
    return found;
  }

  /** How many passages there are edits for, and where they are from, in words. */
  @Override
  public String toString() {
    return "edits for " + edits.size() + " passages from " + source;
  }

  /** What a passage is known by. */
  record Key(String title, @Nullable String context) {}
}
