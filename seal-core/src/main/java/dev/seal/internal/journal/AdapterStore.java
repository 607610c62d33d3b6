package dev.seal.internal.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Funnels;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import dev.seal.api.DataFormatException;
import dev.seal.api.model.Adapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adapters, each in a folder that is named by the SHA-256 over its files' names and bytes. */
final class AdapterStore {

  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final String REMEDY =
      "; restore the folder from a copy, or start over in another run folder";

  private final Path folder;
  private final AtomicFiles files;

  AdapterStore(Path folder, AtomicFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /** Returns the hash. An adapter that is there already stays, unless it is damaged. */
  String store(Adapter adapter) throws IOException {
    Path temporary = files.temporary();
    try {
      adapter.save(temporary);
      for (Path file : files(temporary)) {
        AtomicFiles.syncFile(file);
      }
      AtomicFiles.syncFolder(temporary);
      String hash = hash(temporary);
      Path target = folder.resolve(hash);
      if (Files.exists(target)) {
        if (hash(target).equals(hash)) {
          return hash;
        }
        AtomicFiles.delete(target);
      }
      files.move(temporary, target);
      return hash;
    } finally {
      AtomicFiles.delete(temporary);
    }
  }

  /**
   * An adapter's folder.
   *
   * @throws DataFormatException if it is missing or damaged
   */
  Path folder(String hash) throws IOException {
    if (!HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException(
          "an adapter is named by 64 hexadecimal digits, but the name is \""
              + hash
              + "\"; give what storing it returned");
    }
    Path stored = folder.resolve(hash);
    if (!Files.isDirectory(stored)) {
      throw new DataFormatException("adapter " + stored + " is missing" + REMEDY);
    }
    String found = hash(stored);
    if (!found.equals(hash)) {
      throw new DataFormatException(
          "adapter " + stored + " was changed: its files have the hash " + found + REMEDY);
    }
    return stored;
  }

  private static String hash(Path folder) throws IOException {
    Hasher hasher = Hashing.sha256().newHasher();
    for (Path file : files(folder)) {
      byte[] name = folder.relativize(file).toString().replace('\\', '/').getBytes(UTF_8);
      hasher.putInt(name.length).putBytes(name).putLong(Files.size(file));
      MoreFiles.asByteSource(file).copyTo(Funnels.asOutputStream(hasher));
    }
    return hasher.hash().toString();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
