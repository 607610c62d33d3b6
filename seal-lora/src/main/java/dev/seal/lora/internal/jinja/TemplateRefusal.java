package dev.seal.lora.internal.jinja;

/** What a template says by {@code raise_exception}. */
public final class TemplateRefusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TemplateRefusal(String message) {
    super(message);
  }
}
