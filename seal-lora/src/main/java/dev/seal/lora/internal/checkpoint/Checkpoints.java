package dev.seal.lora.internal.checkpoint;

import dev.seal.api.model.ModelRef;

/** Opens models by reference. */
public final class Checkpoints {

  private Checkpoints() {}

  /**
   * Opens a model and checks everything but the values of its weights.
   *
   * @return the checkpoint, owned by the caller
   * @throws dev.seal.api.ModelFormatException if a file is missing, damaged, or contradicts another
   * @throws dev.seal.api.UnsupportedModelException if the model uses something that this library
   *     does not compute
   */
  public static Checkpoint open(ModelRef ref) {
    if (ref instanceof ModelRef.Folder folder) {
      return new FolderCheckpoint(new FolderFiles(folder.path()));
    }
    if (ref instanceof ModelRef.Resource resource) {
      return new FolderCheckpoint(new ResourceFiles(resource.name()));
    }
    return GgufCheckpoint.open(((ModelRef.Gguf) ref).path());
  }
}
