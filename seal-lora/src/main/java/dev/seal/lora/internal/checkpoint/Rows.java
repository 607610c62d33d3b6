package dev.seal.lora.internal.checkpoint;

import java.util.Arrays;

/**
 * A range of rows of a tensor whose sizes are known to fit their file; an element of a vector is a
 * row of one column.
 *
 * @param first the first row
 * @param count how many rows
 * @param columns elements of a row
 */
record Rows(int first, int count, long columns) {

  static Rows of(String name, long[] shape, int first, int count) {
    long rows = shape.length == 0 ? 1 : shape[0];
    if (first < 0 || count < 0 || (long) first + count > rows) {
      throw new IllegalArgumentException(
          "rows "
              + first
              + " to "
              + ((long) first + count)
              + " are not in "
              + name
              + " of shape "
              + Arrays.toString(shape));
    }
    long columns = Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
    return new Rows(first, count, columns);
  }

  long firstElement() {
    return first * columns;
  }

  /** The bytes of the range; refused where one buffer cannot hold them. */
  int bytes(int elementBytes) {
    long bytes = count * columns * elementBytes;
    if (bytes > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          count
              + " rows of "
              + columns
              + " elements take "
              + bytes
              + " bytes, more than one buffer holds; ask for fewer");
    }
    return (int) bytes;
  }
}
