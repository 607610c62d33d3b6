package dev.seal.lora.internal.checkpoint;

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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes F32 tensors as a safetensors file; the order of adding is the order in the file. Not safe
 * for several threads.
 */
public final class SafetensorsWriter {

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();
  private static final int HEADER_ALIGNMENT = 8;

  private final Map<String, float[]> values = new LinkedHashMap<>();
  private final JsonObject header = new JsonObject();
  private long offset;

  public SafetensorsWriter(Map<String, String> metadata) {
    JsonObject entries = new JsonObject();
    metadata.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> entries.addProperty(entry.getKey(), entry.getValue()));
    header.add("__metadata__", entries);
  }

  /** Adds a tensor; the array is read when the file is written. */
  public void add(String name, float[] tensor, long... shape) {
    if (Arrays.stream(shape).reduce(1, Math::multiplyExact) != tensor.length) {
      throw new IllegalArgumentException(
          name
              + " has "
              + tensor.length
              + " elements, which do not fill the shape "
              + Arrays.toString(shape));
    }
    if (values.putIfAbsent(name, tensor) != null) {
      throw new IllegalArgumentException(name + " was added before");
    }
    JsonArray sizes = new JsonArray();
    Arrays.stream(shape).forEach(sizes::add);
    JsonArray offsets = new JsonArray();
    offsets.add(offset);
    offset += (long) tensor.length * Float.BYTES;
    offsets.add(offset);
    JsonObject entry = new JsonObject();
    entry.addProperty("dtype", "F32");
    entry.add("shape", sizes);
    entry.add("data_offsets", offsets);
    header.add(name, entry);
  }

  /** Writes all that was added; the stream stays open. */
  public void write(OutputStream out) throws IOException {
    byte[] json = GSON.toJson(header).getBytes(StandardCharsets.UTF_8);
    int padding = (HEADER_ALIGNMENT - json.length % HEADER_ALIGNMENT) % HEADER_ALIGNMENT;
    WritableByteChannel channel = Channels.newChannel(out);
    channel.write(littleEndian(Long.BYTES).putLong(json.length + padding).flip());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
    for (float[] tensor : values.values()) {
      ByteBuffer bytes = littleEndian(Math.multiplyExact(tensor.length, Float.BYTES));
      bytes.asFloatBuffer().put(tensor);
      channel.write(bytes);
    }
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
