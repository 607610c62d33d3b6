package dev.seal.lora.internal.checkpoint;

import com.google.common.io.CountingOutputStream;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes tensors as a safetensors file; the order of adding is the order in the file. Not safe for
 * several threads.
 */
public final class SafetensorsWriter {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final int HEADER_ALIGNMENT = 8;

  private final Map<String, Values> values = new LinkedHashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();
  private final JsonObject header = new JsonObject();
  private long offset;

  /** The values of one tensor, little-endian and row by row. */
  public interface Values {
    void writeTo(WritableByteChannel out) throws IOException;
  }

  public SafetensorsWriter(Map<String, String> metadata) {
    JsonObject entries = new JsonObject();
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entries.addProperty(entry.getKey(), entry.getValue()));
    header.add("__metadata__", entries);
  }

  /** Adds an F32 tensor; the array is read when the file is written. */
  public void add(String name, float[] tensor, long... shape) {
    if (elements(shape) != tensor.length) {
      throw new IllegalArgumentException(
          name
              + " has "
              + tensor.length
              + " elements, which do not fill the shape "
              + Arrays.toString(shape));
    }
    add(
        name,
        TensorType.F32,
        out -> {
          ByteBuffer bytes = littleEndian(Math.multiplyExact(tensor.length, Float.BYTES));
          bytes.asFloatBuffer().put(tensor);
          out.write(bytes);
        },
        shape);
  }

  /** Adds a tensor whose values are asked for when the file is written, so that none is kept. */
  public void add(String name, TensorType type, Values tensor, long... shape) {
    if (values.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException(name + " was added before");
    }
    JsonArray sizes = new JsonArray();
    Arrays.stream(shape).forEach(sizes::add);
    JsonArray offsets = new JsonArray();
    offsets.add(offset);
    long length = Math.multiplyExact(elements(shape), (long) type.bytes());
    lengths.put(name, length);
    offset += length;
    offsets.add(offset);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", type.name());
    entry.add("shape", sizes);
    entry.add("data_offsets", offsets);
    header.add(name, entry);
  }

  private static long elements(long[] shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /**
   * Writes all that was added; the stream stays open.
   *
   * @throws IllegalStateException if a tensor's values do not fill its shape
   */
  public void write(OutputStream out) throws IOException {
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    int padding = (HEADER_ALIGNMENT - json.length % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;
    CountingOutputStream counted = new CountingOutputStream(out);
    WritableByteChannel channel = Channels.newChannel(counted);
    channel.write(littleEndian(Long.BYTES).putLong(json.length + padding).flip());
    counted.write(json);
    counted.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (Map.Entry<String, Values> tensor : values.entrySet()) {
      long start = counted.getCount();
      tensor.getValue().writeTo(channel);
      long written = counted.getCount() - start;
      if (written != lengths.getOrDefault(tensor.getKey(), 0L)) {
        throw new IllegalStateException(
            "%s has %d bytes, but its shape and type call for %d"
                .formatted(tensor.getKey(), written, lengths.get(tensor.getKey())));
      }
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
