package dev.seal.bench;

import dev.seal.api.model.ModelRef;
import dev.seal.tasks.practice.Practice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a model's name on the command line: {@code practice}, {@code practice-grids}, a folder, or
 * a GGUF file.
 */
final class ModelRefConverter implements ITypeConverter<ModelRef> {

  static final String HELP =
      "A folder in Hugging Face layout, a GGUF file, \"practice\" for the embedded model, or"
          + " \"practice-grids\" for the embedded model for puzzles.";

  @Override
  public ModelRef convert(String text) {
    if (text.equals("practice")) {
      return Practice.model();
    }
    if (text.equals("practice-grids")) {
      return Practice.gridModel();
    }
    try {
      return ModelRef.parse(text);
    } catch (IllegalArgumentException unknown) {
      throw new TypeConversionException(
          unknown.getMessage() + ", or \"practice\" or \"practice-grids\"");
    }
  }
}
