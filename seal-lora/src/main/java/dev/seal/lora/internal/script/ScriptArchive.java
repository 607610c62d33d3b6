package dev.seal.lora.internal.script;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.hash.Hashing;
import com.google.common.io.ByteArrayDataOutput;
import com.google.common.io.ByteStreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Packs TorchScript text and the attributes of its one class into the zip that libtorch loads. */
final class ScriptArchive {

  private static final String CODE = "__torch__";

  private ScriptArchive() {}

  /**
   * An archive without tensors.
   *
   * @param className the class in the text, whose instance the archive holds
   * @param code the text
   * @param attributes the instance's attributes: Long, Double, Boolean, or an empty List
   */
  static byte[] of(String className, String code, Map<String, Object> attributes) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      store(zip, "seal/data.pkl", instance(className, attributes));
      store(zip, "seal/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
      store(zip, "seal/code/" + CODE + ".py", code.getBytes(UTF_8));
      store(zip, "seal/version", "3\n".getBytes(UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  // The pickle of an object made without constructor and then given its attributes.
  private static byte[] instance(String className, Map<String, Object> attributes) {
    ByteArrayDataOutput out = ByteStreams.newDataOutput();
    out.write(new byte[] {(byte) 0x80, 2, 'c'}); // protocol 2, GLOBAL
    out.write((CODE + '\n' + className + '\n').getBytes(UTF_8));
    out.write(new byte[] {')', (byte) 0x81, '}', '('}); // (), NEWOBJ, {}, MARK
    attributes.forEach(
        (name, value) -> {
          byte[] key = name.getBytes(UTF_8);
          out.writeByte('X'); // BINUNICODE
          out.writeInt(Integer.reverseBytes(key.length));
          out.write(key);
          writeValue(out, value);
        });
    out.write(new byte[] {'u', 'b', '.'}); // SETITEMS, BUILD, STOP
    return out.toByteArray();
  }

  private static void writeValue(ByteArrayDataOutput out, Object value) {
    if (value instanceof Long number) {
      out.write(new byte[] {(byte) 0x8a, 8}); // LONG1 of 8 bytes
      out.writeLong(Long.reverseBytes(number));
    } else if (value instanceof Double number) {
      out.writeByte('G'); // BINFLOAT, big-endian
      out.writeDouble(number);
    } else if (value instanceof Boolean bool) {
      out.writeByte(bool ? 0x88 : 0x89);
    } else if (value instanceof List<?> list && list.isEmpty()) {
      out.writeByte(']');
    } else {
      throw new IllegalArgumentException("no pickle form for attribute value " + value);
    }
  }

  // libtorch reads entries in place, so they are not compressed.
  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(Hashing.crc32().hashBytes(content).padToLong());
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
