package dev.seal.lora.internal.checkpoint;

import dev.seal.api.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The files of a model in Hugging Face layout. */
interface ModelFiles {

  /** No text file of a model comes near this; a larger one is a mistake or a trap. */
  int LARGEST_TEXT = 256 << 20;

  /** The folder, as messages name it. */
  String name();

  /** The last part of the folder's name. */
  String shortName();

  boolean has(String file);

  /** Those of the names of well-known weight files in other formats that are there. */
  List<String> otherWeights();

  /** A file's path, as messages name it. */
  String nameOf(String file);

  /** The bytes of a file, owned by the caller. */
  Bytes open(String file);

  /** The text of a file. */
  default String text(String file) {
    try (Bytes bytes = open(file)) {
      if (bytes.size() > LARGEST_TEXT) {
        throw new ModelFormatException(
            bytes.name()
                + " has "
                + bytes.size()
                + " bytes, more than the "
                + LARGEST_TEXT
                + " that are read");
      }
      return utf8(bytes.name(), bytes.slice(0, (int) bytes.size()));
    }
  }

  default Optional<String> optionalText(String file) {
    return has(file) ? Optional.of(text(file)) : Optional.empty();
  }

  /** Decodes UTF-8, and refuses what is not. */
  static String utf8(String name, ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ModelFormatException(
          name + " is not UTF-8 text at byte " + bytes.position() + "; get the file again", e);
    }
  }
}
