package dev.seal.bench;

import dev.seal.tasks.fewshot.TextForm;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a text form's name on the command line. */
final class TextFormConverter implements ITypeConverter<TextForm> {

  @Override
  public TextForm convert(String name) {
    try {
      return TextForm.of(name);
    } catch (IllegalArgumentException unknown) {
      throw new TypeConversionException(unknown.getMessage());
    }
  }
}
