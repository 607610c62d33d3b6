package dev.seal;

import dev.seal.api.model.Adapter;
import dev.seal.api.model.LoraSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was trained on, and whether it was closed. */
final class FakeAdapter implements Adapter {

  /** The one file that it is saved as: a text a line. */
  static final String FILE = "texts";

  final LoraSpec spec;
  final List<String> texts;
  final Set<String> knows;
  private final String base;
  boolean closed;

  FakeAdapter(LoraSpec spec, List<String> texts, String base) {
    this.spec = spec;
    this.texts = texts;
    this.base = base;
    this.knows =
        texts.stream().flatMap(text -> Stream.of(text.split(" "))).collect(Collectors.toSet());
  }

  static FakeAdapter load(Path folder, String base) {
    try {
      return new FakeAdapter(
          LoraSpec.builder().build(), Files.readAllLines(folder.resolve(FILE)), base);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void save(Path folder) {
    try {
      Files.write(Files.createDirectories(folder).resolve(FILE), texts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public LoraSpec spec() {
    return spec;
  }

  @Override
  public long parameters() {
    return 1;
  }

  @Override
  public String baseFingerprint() {
    return base;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
