package dev.seal.lora.internal.jinja;

/**
 * A piece of a template.
 *
 * @param text the piece itself; of a string its value, of an end nothing
 * @param line where it begins, from 1
 */
record Token(Kind kind, String text, int line) {

  enum Kind {
    /** Text between tags. */
    DATA,
    OUTPUT_BEGIN,
    OUTPUT_END,
    TAG_BEGIN,
    TAG_END,
    NAME,
    STRING,
    INTEGER,
    FLOAT,
    OPERATOR,
    END
  }

  boolean is(Kind wanted, String wantedText) {
    return kind == wanted && text.equals(wantedText);
  }

  @Override
  public String toString() {
    return switch (kind) {
      case OUTPUT_BEGIN -> "\"{{\"";
      case OUTPUT_END -> "\"}}\"";
      case TAG_BEGIN -> "\"{%\"";
      case TAG_END -> "\"%}\"";
      case END -> "the end of the template";
      default -> '"' + text + '"';
    };
  }
}
