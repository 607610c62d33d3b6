package dev.seal.tasks.knowledge;

import dev.seal.api.Passage;
import dev.seal.api.SelfEdit;
import dev.seal.api.UnusableEditException;
import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import dev.seal.api.task.Lesson;
import dev.seal.tasks.internal.Excerpt;
import java.util.ArrayList;
import java.util.List;

/**
 * How {@link Knowledge} makes documents of a self-edit.
 *
 * @param wholeEdits whether an edit is left in one piece
 * @param withPassage whether the passage is the last document
 */
record Lessons(boolean wholeEdits, boolean withPassage) {

  private static final String REMEDY = "; sample again, or allow more tokens";

  Lessons withWholeEdits() {
    return new Lessons(true, withPassage);
  }

  Lessons withoutPassage() {
    return new Lessons(wholeEdits, false);
  }

  Lesson of(Passage passage, SelfEdit edit, TrainingSpec training) {
    if (edit.text().isBlank()) {
      throw unusable(passage, "it is blank");
    }
    List<TrainingDocument> documents = new ArrayList<>();
    for (String text :
        wholeEdits ? EditSplitter.whole(edit.text()) : EditSplitter.split(edit.text())) {
      documents.add(TrainingDocument.text(PassageText.titled(passage, text)));
    }
    if (documents.isEmpty()) {
      throw unusable(
          passage,
          "it gives no document"
              + (withPassage ? " besides the passage" : "")
              + ", and begins \""
              + Excerpt.of(edit.text().strip())
              + '"');
    }
    if (withPassage) {
      documents.add(whole(passage));
    }
    return new Lesson(documents, training);
  }

  static Lesson ofPassage(Passage passage, TrainingSpec training) {
    return new Lesson(List.of(whole(passage)), training);
  }

  private static TrainingDocument whole(Passage passage) {
    return TrainingDocument.text(PassageText.whole(passage));
  }

  private static UnusableEditException unusable(Passage passage, String reason) {
    return new UnusableEditException(
        "the self-edit for \""
            + PassageText.name(passage)
            + "\" cannot be used: "
            + reason
            + REMEDY);
  }

  @Override
  public String toString() {
    return (wholeEdits ? ", whole edits" : "") + (withPassage ? "" : ", without the passage");
  }
}
