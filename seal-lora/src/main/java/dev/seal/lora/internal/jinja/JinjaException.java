package dev.seal.lora.internal.jinja;

/**
 * A template that cannot be rendered: it uses what is not computed, or fails as it would in Jinja.
 */
public final class JinjaException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  JinjaException(String message) {
    super(message);
  }

  /** The same with the line of the template in front. */
  JinjaException at(int line) {
    JinjaException located = new JinjaException("line " + line + ": " + getMessage());
    located.initCause(this);
    return located;
  }
}
