package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** A file's bytes in direct memory. */
final class MemoryBytes implements Bytes {

  private static final int SMALLEST = 1 << 16;

  private final String name;
  private final ByteBuffer bytes;

  MemoryBytes(String name, ByteBuffer bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** Copies a stream to its end. The expected size, or -1, spares copies where it is right. */
  static MemoryBytes copy(String name, InputStream stream, long expectedSize) throws IOException {
    if (expectedSize >= Integer.MAX_VALUE) {
      throw tooLarge(name);
    }
    ByteBuffer target = ByteBuffer.allocateDirect(Math.max(SMALLEST, (int) expectedSize + 1));
    ReadableByteChannel channel = Channels.newChannel(stream);
    while (channel.read(target) >= 0) {
      if (!target.hasRemaining()) {
        if (target.capacity() == Integer.MAX_VALUE) {
          throw tooLarge(name);
        }
        ByteBuffer larger =
            ByteBuffer.allocateDirect((int) Math.min(Integer.MAX_VALUE, 2L * target.capacity()));
        target = larger.put(target.flip());
      }
    }
    return new MemoryBytes(name, target.flip());
  }

  private static ModelFormatException tooLarge(String name) {
    return new ModelFormatException(
        name + " is a resource of 2 GiB or more; unpack it into a folder");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return bytes.limit();
  }

  @Override
  public ByteBuffer slice(long offset, int length) {
    if (offset < 0 || length < 0 || offset > size() - length) {
      throw new IllegalArgumentException(
          length + " bytes at " + offset + " are not inside " + name + " of " + size() + " bytes");
    }
    return bytes.asReadOnlyBuffer().slice((int) offset, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    target.put(slice(offset, target.remaining()));
  }

  @Override
  public void close() {}
}
