package dev.seal.lora.internal.checkpoint;

import java.nio.ByteBuffer;

/** The bytes of a file, at any position. Safe for use by several threads. */
public interface Bytes extends AutoCloseable {

  /** The file, as messages name it. */
  String name();

  long size();

  /**
   * A direct little-endian buffer of a range, which may be read-only.
   *
   * @throws IllegalArgumentException if the range is not inside the file
   */
  ByteBuffer slice(long offset, int length);

  /**
   * Copies a range into the target, from its position to its limit.
   *
   * @throws IllegalArgumentException if the range is not inside the file
   */
  void read(long offset, ByteBuffer target);

  @Override
  void close();
}
