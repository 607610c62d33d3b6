package dev.seal.lora.internal.checkpoint;

import dev.seal.api.UnsupportedModelException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * An output matrix in the files of a model whose {@code config.json} ties it to the token table.
 * Transformers 5 ties the two only where they are equal.
 */
final class RepeatedHead {

  private static final int BYTES_AT_ONCE = 4 << 20;

  private RepeatedHead() {}

  /** Refuses an output matrix that differs from the token table. */
  static void requireEqual(SafetensorsFile tableFile, SafetensorsFile headFile) {
    if (!equal(tableFile, headFile)) {
      throw new UnsupportedModelException(
          "%s: tensor %s differs from %s, but \"tie_word_embeddings\" is true in config.json; set it to false if the model has an output matrix of its own"
              .formatted(headFile.name(), ModelTensors.OUTPUT, ModelTensors.TOKEN_TABLE));
    }
  }

  private static boolean equal(SafetensorsFile tableFile, SafetensorsFile headFile) {
    String table = ModelTensors.TOKEN_TABLE;
    String head = ModelTensors.OUTPUT;
    long[] shape = tableFile.shape(table); // (vocabulary, hidden)
    if (!Arrays.equals(shape, headFile.shape(head))
        || tableFile.type(table) != headFile.type(head)) {
      return false;
    }
    int rows = (int) shape[0];
    int rowBytes = Math.toIntExact(shape[1] * tableFile.type(table).bytes());
    int step = Math.max(1, BYTES_AT_ONCE / rowBytes);
    ByteBuffer ofTable = ByteBuffer.allocate(Math.multiplyExact(step, rowBytes));
    ByteBuffer ofHead = ByteBuffer.allocate(ofTable.capacity());
    for (int row = 0; row < rows; row += step) {
      int count = Math.min(step, rows - row);
      tableFile.read(table, row, count, ofTable.clear());
      headFile.read(head, row, count, ofHead.clear());
      if (!ofTable.flip().equals(ofHead.flip())) {
        return false;
      }
    }
    return true;
  }
}
