package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The GGUF files of a model: one, or the parts of a split one, whose first part holds the metadata
 * and names the others by its own name, {@code NAME-00001-of-00003.gguf}.
 */
final class GgufFiles implements AutoCloseable {

  private static final String SUFFIX = ".gguf";
  private static final Pattern PART_NAME =
      Pattern.compile("(.*)-(\\d{5})-of-(\\d{5})" + Pattern.quote(SUFFIX));

  private final List<Bytes> files = new ArrayList<>();
  private final String name;
  private final GgufMetadata metadata;
  private final Map<String, GgufHeader.Tensor> tensors = new LinkedHashMap<>();

  /** Opens a whole model by its only or first file. */
  GgufFiles(Path path) {
    String fileName = String.valueOf(path.toAbsolutePath().getFileName());
    Matcher partName = PART_NAME.matcher(fileName);
    try {
      GgufHeader first = add(path);
      this.metadata = first.metadata();
      int parts = metadata.integer("split.count", 0);
      if (parts > 1) {
        this.name = addOthers(path, partName, parts);
      } else {
        this.name =
            fileName.endsWith(SUFFIX)
                ? fileName.substring(0, fileName.length() - SUFFIX.length())
                : fileName;
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private String addOthers(Path path, Matcher partName, int parts) {
    int number = metadata.integer("split.no");
    if (!partName.matches() || !partName.group(3).equals("%05d".formatted(parts))) {
      throw new ModelFormatException(
          "%s is part %d of %d of a split model, so its name must end in %s; give it its name back"
              .formatted(metadata.file(), number + 1, parts, partName("", number, parts)));
    }
    String model = partName.group(1);
    if (number != 0) {
      throw new UnsupportedModelException(
          "%s is part %d of %d of a split model; open its first part, %s"
              .formatted(metadata.file(), number + 1, parts, partName(model, 0, parts)));
    }
    for (int other = 1; other < parts; other++) {
      Path part = path.resolveSibling(partName(model, other, parts));
      if (!Files.exists(part)) {
        throw new ModelFormatException(
            "%s is part 1 of %d of a split model, but %s is not there; get all parts"
                .formatted(metadata.file(), parts, part.getFileName()));
      }
      GgufMetadata own = add(part).metadata();
      if (own.integer("split.no") != other || own.integer("split.count") != parts) {
        throw new ModelFormatException(
            "%s says that it is part %d of %d, but by its name it is part %d of %d; get the model again"
                .formatted(
                    own.file(),
                    own.integer("split.no") + 1,
                    own.integer("split.count"),
                    other + 1,
                    parts));
      }
    }
    int expected = metadata.integer("split.tensors.count", tensors.size());
    if (tensors.size() != expected) {
      throw new ModelFormatException(
          "%s: split.tensors.count is %d, but its %d parts have %d tensors; get the model again"
              .formatted(metadata.file(), expected, parts, tensors.size()));
    }
    return model;
  }

  private static String partName(String model, int number, int parts) {
    return "%s-%05d-of-%05d%s".formatted(model, number + 1, parts, SUFFIX);
  }

  private GgufHeader add(Path path) {
    Bytes file = FileBytes.open(path);
    files.add(file);
    GgufHeader header = GgufHeader.read(file);
    header
        .tensors()
        .forEach(
            (tensor, place) -> {
              GgufHeader.Tensor other = tensors.putIfAbsent(tensor, place);
              if (other != null) {
                throw new ModelFormatException(
                    "tensor %s is both in %s and in %s; get the model again"
                        .formatted(tensor, other.file().name(), file.name()));
              }
            });
    return header;
  }

  /** What to call the model: the file's name without what GGUF adds to it. */
  String name() {
    return name;
  }

  GgufMetadata metadata() {
    return metadata;
  }

  /** The tensors of all parts by their GGUF names. */
  Map<String, GgufHeader.Tensor> tensors() {
    return tensors;
  }

  @Override
  public void close() {
    files.forEach(Bytes::close);
  }
}
