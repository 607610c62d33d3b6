package dev.seal.internal.journal;

import static java.util.Objects.requireNonNull;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Puts files and folders in place whole or not at all: they are made in a folder for temporaries on
 * the same disk, brought to the disk, and moved. An interrupt of the thread does not stop that.
 */
final class AtomicFiles {

  private final Path temporaries;

  /** Works in this folder; {@link #begin} makes it. */
  AtomicFiles(Path temporaries) {
    this.temporaries = temporaries;
  }

  /** Makes the folder, without what an earlier process left there. */
  void begin() throws IOException {
    end();
    Files.createDirectories(temporaries);
  }

  /** Deletes the folder. */
  void end() throws IOException {
    delete(temporaries);
  }

  /** A path for a temporary, at which there is nothing. */
  Path temporary() {
    return temporaries.resolve(UUID.randomUUID().toString());
  }

  void write(Path target, byte[] content) throws IOException {
    Path temporary = temporary();
    try {
      try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
        out.write(content);
        out.getFD().sync();
      }
      move(temporary, target);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Moves a file, over the one that is there, or a folder to where there is none. */
  void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    syncFolder(requireNonNull(to.toAbsolutePath().getParent()));
  }

  static void delete(Path fileOrFolder) throws IOException {
    if (Files.exists(fileOrFolder)) {
      MoreFiles.deleteRecursively(fileOrFolder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  /** Brings a file's content to the disk. */
  static void syncFile(Path file) throws IOException {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.getFD().sync();
    }
  }

  /** Brings a folder's names to the disk, where the platform lets a folder be opened. */
  static void syncFolder(Path folder) throws IOException {
    boolean interrupted = false;
    try {
      for (boolean done = false; !done; ) {
        interrupted |= Thread.interrupted();
        FileChannel channel;
        try {
          channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (IOException notOnThisPlatform) {
          return;
        }
        try (channel) {
          channel.force(true);
          done = true;
        } catch (ClosedByInterruptException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
