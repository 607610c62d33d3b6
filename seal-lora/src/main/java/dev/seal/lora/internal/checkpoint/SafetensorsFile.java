package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import dev.seal.api.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    return of(FileBytes.open(path));
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
  void read(String name, int firstRow, int rows, ByteBuffer target) {
    Rows range = Rows.of(name, shape(name), firstRow, rows);
    int elementBytes = type(name).bytes();
    int length = range.bytes(elementBytes);
    bytes.read(
        entry(name).offset() + range.firstElement() * elementBytes,
        target.slice(target.position(), length));
    target.position(target.position() + length);
  }

  /** All values of a tensor, as floats. */
  public float[] values(String name) {
    int rows = Math.toIntExact(shape(name).length == 0 ? 1 : shape(name)[0]);
    TensorType type = type(name);
    ByteBuffer target =
        ByteBuffer.allocate(Rows.of(name, shape(name), 0, rows).bytes(type.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    read(name, 0, rows, target);
    return Floats.widen(target.flip(), type);
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
