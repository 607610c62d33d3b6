package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * A file on disk. What is sliced is mapped into memory: a range below 2 GiB, however large the file
 * is, that goes back to the system when its buffer is no longer reachable. What is read is copied.
 */
final class FileBytes implements Bytes {

  private final Path path;
  private final FileChannel channel;
  private final long size;

  private FileBytes(Path path, FileChannel channel, long size) {
    this.path = path;
    this.channel = channel;
    this.size = size;
  }

  static FileBytes open(Path path) {
    try {
      FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return new FileBytes(path, channel, channel.size());
      } catch (IOException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ModelFormatException(
          path + " cannot be opened (" + e + "); check that it exists and may be read", e);
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public ByteBuffer slice(long offset, int length) {
    requireInside(offset, length);
    if (length == 0) {
      return ByteBuffer.allocateDirect(0);
    }
    try {
      return Objects.requireNonNull(channel.map(FileChannel.MapMode.READ_ONLY, offset, length))
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw failure(offset, length, e);
    }
  }

  @Override
  public void read(long offset, ByteBuffer target) {
    int length = target.remaining();
    requireInside(offset, length);
    int start = target.position();
    try {
      while (target.hasRemaining()) {
        if (channel.read(target, offset + target.position() - start) < 0) {
          throw new ModelFormatException(
              "%s ends before byte %d, although it had %d bytes when it was opened; open the model again"
                  .formatted(path, offset + length, size));
        }
      }
    } catch (IOException e) {
      throw failure(offset, length, e);
    }
  }

  private RuntimeException failure(long offset, int length, IOException e) {
    if (e instanceof ClosedChannelException && !(e instanceof ClosedByInterruptException)) {
      return new IllegalStateException(path + " was closed; open the model again", e);
    }
    return new UncheckedIOException(
        (e instanceof ClosedByInterruptException ? "interrupted: " : "")
            + "cannot read "
            + length
            + " bytes at "
            + offset
            + " of "
            + path,
        e);
  }

  private void requireInside(long offset, int length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          length + " bytes at " + offset + " are not inside " + path + " of " + size + " bytes");
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close " + path, e);
    }
  }
}
