package dev.seal.api.task;

import dev.seal.api.model.TrainingDocument;
import dev.seal.api.model.TrainingSpec;
import java.util.List;

/**
 * What a self-edit comes down to: documents, and how to train on them.
 *
 * @param documents the documents, at least one
 * @param training how to train on them
 */
public record Lesson(List<TrainingDocument> documents, TrainingSpec training) {

  /**
   * Checks and copies.
   *
   * @param documents the documents, at least one
   * @param training how to train on them
   * @throws IllegalArgumentException if there is no document
   */
  public Lesson {
    documents = List.copyOf(documents);
    if (documents.isEmpty()) {
      throw new IllegalArgumentException("a lesson needs at least one document");
    }
  }
}
