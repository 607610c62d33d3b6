package dev.seal.bench;

import dev.seal.tasks.knowledge.PromptStyle;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a prompt style's key on the command line. */
final class StyleConverter implements ITypeConverter<PromptStyle> {

  @Override
  public PromptStyle convert(String key) {
    try {
      return PromptStyle.of(key);
    } catch (IllegalArgumentException unknown) {
      throw new TypeConversionException(unknown.getMessage());
    }
  }
}
