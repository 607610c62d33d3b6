package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A model's files in a folder. */
final class FolderFiles implements ModelFiles {

  private static final List<String> OTHER_FORMATS =
      List.of(".bin", ".pt", ".pth", ".pkl", ".ckpt", ".h5", ".msgpack");

  private final Path folder;

  FolderFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ModelFormatException(
          "there is no folder " + folder + "; give a folder in Hugging Face layout");
    }
    this.folder = folder;
  }

  @Override
  public String name() {
    return folder.toString();
  }

  @Override
  public String shortName() {
    Path last = folder.toAbsolutePath().normalize().getFileName();
    return last == null ? folder.toString() : last.toString();
  }

  @Override
  public boolean has(String file) {
    return Files.isRegularFile(folder.resolve(file));
  }

  @Override
  public List<String> otherWeights() {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> String.valueOf(entry.getFileName()))
          .filter(name -> OTHER_FORMATS.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith))
          .filter(name -> !name.equals("training_args.bin"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new ModelFormatException(
          "cannot list " + folder + " (" + e + "); check that it may be read", e);
    }
  }

  @Override
  public String nameOf(String file) {
    return folder.resolve(file).toString();
  }

  @Override
  public Bytes open(String file) {
    return FileBytes.open(folder.resolve(file));
  }
}
