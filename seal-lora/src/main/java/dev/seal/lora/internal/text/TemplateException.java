package dev.seal.lora.internal.text;

/** What stops a template: it uses what is not supported, or it refuses the messages. */
final class TemplateException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean raised;

  private TemplateException(String message, boolean raised) {
    super(message);
    this.raised = raised;
  }

  /** What Jinja would write otherwise, or might, or not at all. */
  static TemplateException unsupported(String construct) {
    return new TemplateException(construct + " is not supported", false);
  }

  static TemplateException failed(String message) {
    return new TemplateException(message, false);
  }

  /** By {@code raise_exception} in the template. */
  static TemplateException raised(String message) {
    return new TemplateException(message, true);
  }

  boolean isRaised() {
    return raised;
  }
}
