package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/** A safetensors file whose header was checked when it was opened. */
public final class SafetensorsFile implements AutoCloseable {

  private final Bytes bytes;
  private final SafetensorsHeader header;

  private SafetensorsFile(Bytes bytes, SafetensorsHeader header) {
    this.bytes = bytes;
    this.header = header;
  }

  /** Opens a file on disk. */
  public static SafetensorsFile open(Path path) {
    return of(MappedBytes.open(path));
  }

  /**
   * Reads the header; the bytes belong to the result, and are closed at once where the header is
   * refused.
   */
  static SafetensorsFile of(Bytes bytes) {
    try {
      return new SafetensorsFile(bytes, SafetensorsHeader.read(bytes));
    } catch (RuntimeException e) {
      bytes.close();
      throw e;
    }
  }

  public String name() {
    return bytes.name();
  }

  public Map<String, String> metadata() {
    return header.metadata();
  }

  public Set<String> tensorNames() {
    return header.tensors().keySet();
  }

  public long[] shape(String name) {
    return entry(name).shape().stream().mapToLong(Long::longValue).toArray();
  }

  /** The encoding; any but the three of {@link TensorType} is refused. */
  public TensorType type(String name) {
    String dtype = entry(name).dtype();
    for (TensorType type : TensorType.values()) {
      if (type.name().equals(dtype)) {
        return type;
      }
    }
    throw new UnsupportedModelException(
        "%s: tensor %s has type %s; this library reads F32, F16 and BF16. Convert the model to one of them"
            .formatted(bytes.name(), name, dtype));
  }

  /** See {@link Checkpoint#read}. */
  public ByteBuffer read(String name, int firstRow, int rows) {
    Rows range = Rows.of(name, shape(name), firstRow, rows);
    int elementBytes = type(name).bytes();
    return bytes.slice(
        entry(name).offset() + range.firstElement() * elementBytes, range.bytes(elementBytes));
  }

  private SafetensorsHeader.Entry entry(String name) {
    SafetensorsHeader.Entry entry = header.tensors().get(name);
    if (entry == null) {
      throw new ModelFormatException(
          bytes.name() + " has no tensor " + name + "; get the file again");
    }
    return entry;
  }

  @Override
  public void close() {
    bytes.close();
  }
}
