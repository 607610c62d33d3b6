package dev.seal.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Writes random bf16 weights as safetensors files with an index, a megabyte at a time. Norms are
 * one; all else is normal with a standard deviation of 0.02, as models are before their training.
 */
final class RandomWeights {

  private static final Gson GSON = new Gson();
  private static final int BYTES = Short.BYTES;
  private static final int BYTES_AT_ONCE = 1 << 20;
  private static final int HEADER_ALIGNMENT = 8;
  private static final double DEVIATION = 0.02;
  private static final int BITS_OF_A_DRAW = 16;

  private final Map<String, List<Integer>> tensors;
  private final long shardBytes;
  // As many draws as 16 bits tell apart: one random long gives four of them.
  private final short[] draws = new short[1 << BITS_OF_A_DRAW];
  private final SplittableRandom random;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(BYTES_AT_ONCE).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Weights of a seed.
   *
   * @param tensors their names and shapes
   * @param shardBytes how large a file may be; a tensor that is larger has one of its own
   */
  RandomWeights(Map<String, List<Integer>> tensors, long shardBytes, long seed) {
    this.tensors = tensors;
    this.shardBytes = shardBytes;
    this.random = new SplittableRandom(seed);
    Random normal = new Random(seed);
    for (int i = 0; i < draws.length; i++) {
      draws[i] = bf16((float) (DEVIATION * normal.nextGaussian()));
    }
  }

  /** How many values there are. */
  long elements() {
    return tensors.values().stream().mapToLong(RandomWeights::elements).sum();
  }

  void write(Path folder) throws IOException {
    List<List<String>> shards = shards();
    Map<String, String> places = new LinkedHashMap<>();
    for (int i = 0; i < shards.size(); i++) {
      String name = "model-%05d-of-%05d.safetensors".formatted(i + 1, shards.size());
      writeShard(folder.resolve(name), shards.get(i));
      shards.get(i).forEach(tensor -> places.put(tensor, name));
    }
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("metadata", Map.of("total_size", elements() * BYTES));
    index.put("weight_map", places);
    Files.writeString(folder.resolve("model.safetensors.index.json"), GSON.toJson(index));
  }

  private List<List<String>> shards() {
    List<List<String>> shards = new ArrayList<>();
    long room = 0;
    for (Map.Entry<String, List<Integer>> tensor : tensors.entrySet()) {
      long bytes = elements(tensor.getValue()) * BYTES;
      if (shards.isEmpty() || bytes > room) {
        shards.add(new ArrayList<>());
        room = shardBytes;
      }
      shards.get(shards.size() - 1).add(tensor.getKey());
      room -= bytes;
    }
    return shards;
  }

  private void writeShard(Path file, List<String> names) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    header.put("__metadata__", Map.of("format", "pt"));
    long end = 0;
    for (String name : names) {
      List<Integer> shape = shape(name);
      long start = end;
      end += elements(shape) * BYTES;
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", "BF16");
      entry.put("shape", shape);
      entry.put("data_offsets", List.of(start, end));
      header.put(name, entry);
    }
    String json = GSON.toJson(header);
    json += " ".repeat(Math.floorMod(-json.length(), HEADER_ALIGNMENT));
    byte[] bytes = json.getBytes(StandardCharsets.US_ASCII);
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      drain(out, buffer.clear().putLong(bytes.length));
      drain(out, ByteBuffer.allocate(bytes.length).put(bytes));
      for (String name : names) {
        writeTensor(out, elements(shape(name)), name.endsWith("norm.weight"));
      }
    }
  }

  private void writeTensor(FileChannel out, long elements, boolean ones) throws IOException {
    short one = bf16(1);
    for (long left = elements; left > 0; ) {
      int some = (int) Math.min(left, BYTES_AT_ONCE / BYTES);
      buffer.clear();
      long bits = 0;
      for (int i = 0; i < some; i++) {
        bits = i % (Long.SIZE / BITS_OF_A_DRAW) == 0 ? random.nextLong() : bits >>> BITS_OF_A_DRAW;
        buffer.putShort(ones ? one : draws[(int) bits & (draws.length - 1)]);
      }
      drain(out, buffer);
      left -= some;
    }
  }

  private static void drain(FileChannel out, ByteBuffer bytes) throws IOException {
    bytes.flip();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private List<Integer> shape(String name) {
    List<Integer> shape = tensors.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("there is no tensor " + name);
    }
    return shape;
  }

  private static long elements(List<Integer> shape) {
    return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
  }

  // The upper half of an f32, towards zero: which way a random value is rounded is all the same.
  private static short bf16(float value) {
    return (short) (Float.floatToRawIntBits(value) >>> Short.SIZE);
  }
}
