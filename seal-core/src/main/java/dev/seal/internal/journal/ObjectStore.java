package dev.seal.internal.journal;

import com.google.common.hash.Hashing;
import com.google.gson.JsonParseException;
import dev.seal.api.DataFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The results of steps, each in a file that is named by the SHA-256 of its bytes. */
final class ObjectStore {

  private static final String REMEDY =
      "; restore the file from a copy, or start over in another folder";

  private final Path folder;
  private final AtomicFiles files;

  ObjectStore(Path folder, AtomicFiles files) {
    this.folder = folder;
    this.files = files;
  }

  /** Returns the hash. A file of that name is replaced: it may be damaged. */
  String write(byte[] json) throws IOException {
    String hash = Hashing.sha256().hashBytes(json).toString();
    files.write(file(hash), json);
    return hash;
  }

  /**
   * The result of a step.
   *
   * @throws DataFormatException if its file is missing, was changed, or holds another type
   */
  <R extends Record> R read(JournalLine line, Class<R> type) throws IOException {
    Path file = file(line.object());
    String result = ", the result of step \"" + line.step() + "\",";
    if (!Files.exists(file)) {
      throw new DataFormatException(file + result + " is missing" + REMEDY);
    }
    byte[] json = Files.readAllBytes(file);
    String hash = Hashing.sha256().hashBytes(json).toString();
    if (!hash.equals(line.object())) {
      throw new DataFormatException(
          file + result + " was changed: its bytes have the hash " + hash + REMEDY);
    }
    try {
      return ResultJson.read(type, json);
    } catch (JsonParseException e) {
      throw new DataFormatException(
          file
              + result
              + " is no "
              + type.getName()
              + ": "
              + ResultJson.firstLine(e)
              + "; go on with the version of the program that recorded it, or start over in another"
              + " folder",
          e);
    }
  }

  private Path file(String hash) {
    return folder.resolve(hash + ".json");
  }
}
